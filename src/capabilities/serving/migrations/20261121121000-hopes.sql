-- A batch is sent in one piece, with the answers it hopes for; where they do not come, it is undone and written with care.
create function serving.as_hoped(hoped boolean) returns void language plpgsql volatile parallel unsafe
set search_path = pg_catalog as $$
begin
  if not hoped then
    raise exception 'the batch met what it did not expect' using errcode = 'LU002';
  end if;
end $$;
