"""The table of commands. A command's module is loaded when it is asked for, after Django is set up."""

from importlib import import_module

import click

from lianxin import __version__
from lianxin.kernel.words import N_
from lianxin.site.commands.telling import said

# name → (where the command is, what it does)
COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("lianxin.site.commands.up:up", N_("准备好一切并开始服务")),
    "work": ("lianxin.site.commands.up:work", N_("只运行后台，办到期的和待办的")),
    "stop": ("lianxin.site.commands.up:stop", N_("停下自带的数据库")),
    "migrate": ("lianxin.site.commands.up:migrate", N_("把数据库更新到这个版本")),
    "doctor": ("lianxin.site.commands.doctor:doctor", N_("检查设置、数据库和文件夹，说出哪里不对")),
    "verify": ("lianxin.site.commands.verify:verify", N_("重新计算每件事项，说出和存着的有什么不同")),
    "tally": ("lianxin.site.commands.tally:tally", N_("照每件事项的经过，重新算看板上的数")),
    "intake": ("lianxin.site.commands.intake:intake", N_("从文件收件")),
    "demo": ("lianxin.site.commands.demo:demo", N_("演示的区")),
    "calendar": ("lianxin.site.commands.calendar:calendar", N_("工作日历")),
}


class Table(click.Group):
    """A group whose commands are rows of a table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, with the table's words as its help."""
        if name not in COMMANDS:
            return None
        where, does = COMMANDS[name]
        module, _, attribute = where.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        command.help = said(does)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without loading a single command."""
        with formatter.section(said(N_("能做的事"))):
            formatter.write_dl([(name, said(does)) for name, (_, does) in COMMANDS.items()])


lianxin = Table("lianxin", help=said(N_("连心：代表工作室的工作系统")))
click.version_option(__version__, prog_name="lianxin")(lianxin)
