-- Which teams ever had a name: costs of an earlier one are not shown to the people of a later one.
create table team_uids (
  team text not null,
  uid  text not null,
  primary key (team, uid)
);
