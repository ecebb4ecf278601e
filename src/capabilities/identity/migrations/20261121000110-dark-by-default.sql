-- The page is designed dark first; whoever never chose a theme gets it.
alter table identity.users alter column theme set default 'dark';
