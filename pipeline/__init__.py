"""Local Democracy Reporting articles in; linked tables of people, roles, money, dates and judgements out."""
