-- A journal of version 1, as Casebook made it then.
CREATE TABLE answers ( id VARCHAR(20) NOT NULL, channel VARCHAR(40) NOT NULL, hits TEXT NOT NULL, tier VARCHAR(20) NOT NULL, kind VARCHAR(20), countries TEXT NOT NULL, unmatched TEXT NOT NULL, unknown_places TEXT NOT NULL, made_at FLOAT NOT NULL, PRIMARY KEY (id) );
CREATE INDEX ix_answers_made_at ON answers (made_at);
INSERT INTO answers VALUES ('a1', 'C1', '[]', '[]', NULL, '[]', '[]', '[]', 1800000000.0);
CREATE TABLE feedback ( vote VARCHAR(64) NOT NULL, helpful BOOLEAN NOT NULL, at FLOAT NOT NULL, PRIMARY KEY (vote) );
INSERT INTO feedback VALUES ('9f86d081884c7d65', TRUE, 1800000000.0);
CREATE TABLE gaps ( words VARCHAR(400) NOT NULL, asked INTEGER NOT NULL, last FLOAT NOT NULL, PRIMARY KEY (words) );
INSERT INTO gaps VALUES ('budget street', 3, 1800000000.25);
CREATE TABLE journal ( version INTEGER NOT NULL, PRIMARY KEY (version) );
INSERT INTO journal VALUES (1);
CREATE TABLE seen ( "key" VARCHAR(200) NOT NULL, claimed_at FLOAT NOT NULL, done_at FLOAT, PRIMARY KEY ("key") );
INSERT INTO seen VALUES ('Ev1', 1800000000.0, 1800000001.5), ('Ev2', 1800000002.0, NULL);
