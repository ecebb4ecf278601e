-- A row's values in the order of its revision's signature: a third of the bytes of an object that names every column, and
-- nothing to sort. Rows that were logged before keep `inputs`.
alter table serving.predictions alter column inputs drop not null, add column cells json;
