"""What the pages of this slice show: `roster` the organiser's, `own` one's own, `away` who stands in, `again` a kept form."""
