-- PostgreSQL's image runs this on an empty volume: a database for each service, owned by a role of its own.
create role storefront login password 'storefront';
create role orders login password 'orders';
create role payments login password 'payments';
create role warehouse login password 'warehouse';
create role shipping login password 'shipping';
create role notifications login password 'notifications';
create role gateway login password 'gateway';
create role analytics login password 'analytics';

create database storefront owner storefront;
create database orders owner orders;
create database payments owner payments;
create database warehouse owner warehouse;
create database shipping owner shipping;
create database notifications owner notifications;
create database gateway owner gateway;
create database analytics owner analytics;

revoke connect on database storefront, orders, payments, warehouse, shipping, notifications, gateway, analytics
  from public;
