-- Objects keep the order of their fields, which people read; jsonb sorts them by length.
alter table tracking.spans
  alter column attributes type json using attributes::json,
  alter column events type json using events::json,
  alter column links type json using links::json,
  alter column exact type json using exact::json;
alter table tracking.assessments alter column value type json using value::json;
