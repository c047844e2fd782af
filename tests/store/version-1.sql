BEGIN TRANSACTION;
CREATE TABLE article_outlets (
	article_id VARCHAR NOT NULL, 
	outlet VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	known_at DATETIME NOT NULL, 
	PRIMARY KEY (article_id, outlet), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	FOREIGN KEY(outlet) REFERENCES outlets (name)
);
INSERT INTO "article_outlets" VALUES('c5bb1bdaef3e7e53','AP',0,'https://ap.example/1','2026-11-24 05:00:13.475971');
INSERT INTO "article_outlets" VALUES('c5bb1bdaef3e7e53','TASS',1,'https://ap.example/1','2026-11-24 05:00:13.475971');
CREATE TABLE articles (
	id VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT, 
	length INTEGER NOT NULL, 
	language VARCHAR NOT NULL, 
	published_on DATE, 
	url TEXT NOT NULL, 
	came_as TEXT NOT NULL, 
	came_from TEXT NOT NULL, 
	known_at DATETIME NOT NULL, 
	coder VARCHAR NOT NULL, 
	coder_version VARCHAR NOT NULL, 
	coded_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "articles" VALUES('c5bb1bdaef3e7e53','Ministers to visit Moscow',NULL,183,'en','2025-04-01','https://ap.example/1','a-1','a-1.txt','2026-11-24 05:00:13.475971','stub','1','2026-11-24 05:00:13.475971');
CREATE TABLE meta (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('keep','spans');
CREATE TABLE migrations (
	number INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	applied_at DATETIME NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "migrations" VALUES(1,'lay the first tables','2026-11-24 05:00:13.472697');
CREATE TABLE outlets (
	name VARCHAR NOT NULL, 
	known_at DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "outlets" VALUES('AP','2026-11-24 05:00:13.475971');
INSERT INTO "outlets" VALUES('TASS','2026-11-24 05:00:13.475971');
CREATE TABLE participants (
	report_id VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	country VARCHAR, 
	sector VARCHAR NOT NULL, 
	actor VARCHAR, 
	person TEXT, 
	begins INTEGER, 
	ends INTEGER, 
	PRIMARY KEY (report_id, role, place), 
	FOREIGN KEY(report_id) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "participants" VALUES('645e8b96353fe339','actor',0,'Mali','MLI','GOV',NULL,NULL,25,29);
INSERT INTO "participants" VALUES('645e8b96353fe339','actor',1,'Niger','NER','GOV',NULL,NULL,34,39);
INSERT INTO "participants" VALUES('645e8b96353fe339','inviter',0,'Sergey Lavrov','RUS','GOV',NULL,'Sergey Lavrov',93,106);
INSERT INTO "participants" VALUES('645e8b96353fe339','recipient',0,'Moscow','RUS','GOV',NULL,NULL,53,59);
INSERT INTO "participants" VALUES('645e8b96353fe339','speaker',0,'a Malian official','MLI','GOV',NULL,NULL,108,125);
INSERT INTO "participants" VALUES('cd0a682b7b81e7df','actor',0,'ECOWAS',NULL,'IGO','ECOWAS',NULL,147,153);
CREATE TABLE rejects (
	id VARCHAR NOT NULL, 
	origin TEXT NOT NULL, 
	stage VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	known_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "rejects" VALUES('413e13400f3186bd','stories.jsonl:17','read','not JSON','2025-04-01 12:00:00.000000');
CREATE TABLE report_contexts (
	report_id VARCHAR NOT NULL, 
	context VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (report_id, context), 
	FOREIGN KEY(report_id) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "report_contexts" VALUES('645e8b96353fe339','economic',1);
INSERT INTO "report_contexts" VALUES('645e8b96353fe339','political',0);
CREATE TABLE report_reasons (
	report_id VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	field VARCHAR NOT NULL, 
	rule VARCHAR NOT NULL, 
	words TEXT NOT NULL, 
	begins INTEGER, 
	ends INTEGER, 
	PRIMARY KEY (report_id, place), 
	FOREIGN KEY(report_id) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "report_reasons" VALUES('645e8b96353fe339',0,'status','status.planning','are to',40,46);
INSERT INTO "report_reasons" VALUES('645e8b96353fe339',1,'when','days.year-less','April 3',63,70);
INSERT INTO "report_reasons" VALUES('645e8b96353fe339',2,'mode','mode.visit','',NULL,NULL);
CREATE TABLE reports (
	id VARCHAR NOT NULL, 
	article_id VARCHAR NOT NULL, 
	anchor_begins INTEGER NOT NULL, 
	anchor_ends INTEGER NOT NULL, 
	anchor_text TEXT NOT NULL, 
	sentence_begins INTEGER, 
	sentence_ends INTEGER, 
	type VARCHAR NOT NULL, 
	mode VARCHAR, 
	status VARCHAR NOT NULL, 
	first_on DATE, 
	last_on DATE, 
	precision VARCHAR, 
	basis VARCHAR, 
	listed_on DATE, 
	place TEXT, 
	place_country VARCHAR, 
	place_begins INTEGER, 
	place_ends INTEGER, 
	via TEXT, 
	said_first_on DATE, 
	said_last_on DATE, 
	said_precision VARCHAR, 
	said_basis VARCHAR, 
	coder VARCHAR NOT NULL, 
	rule VARCHAR NOT NULL, 
	score FLOAT NOT NULL, 
	known_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id, anchor_begins, anchor_ends) REFERENCES spans (article_id, begins, ends), 
	FOREIGN KEY(article_id, sentence_begins, sentence_ends) REFERENCES spans (article_id, begins, ends), 
	FOREIGN KEY(article_id, place_begins, place_ends) REFERENCES spans (article_id, begins, ends), 
	FOREIGN KEY(article_id) REFERENCES articles (id)
)
 WITHOUT ROWID

;
INSERT INTO "reports" VALUES('645e8b96353fe339','c5bb1bdaef3e7e53',44,52,'to visit',0,146,'CONSULT','visit','planned','2025-04-03','2025-04-03','day','stated','2025-04-03','Moscow','RUS',53,59,'Sputnik Africa','2025-04-01','2025-04-01','day','published','stub','stub.rule',0.75,'2026-11-24 05:00:13.475971');
INSERT INTO "reports" VALUES('cd0a682b7b81e7df','c5bb1bdaef3e7e53',154,163,'condemned',NULL,NULL,'ACCUSE','disapprove','happened','2025-04-01','2025-04-01','day','published','2025-04-01',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'stub','stub.rule',1.0,'2026-11-24 05:00:13.475971');
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	began_at DATETIME NOT NULL, 
	last_at DATETIME NOT NULL, 
	program VARCHAR NOT NULL, 
	coder VARCHAR NOT NULL, 
	coder_version VARCHAR NOT NULL, 
	articles INTEGER NOT NULL, 
	reports INTEGER NOT NULL, 
	rejects INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'2026-11-24 05:00:13.481381','2026-11-24 05:00:13.481381','0.1.0','stub','1',1,2,1);
CREATE TABLE spans (
	article_id VARCHAR NOT NULL, 
	begins INTEGER NOT NULL, 
	ends INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	words TEXT, 
	PRIMARY KEY (article_id, begins, ends), 
	FOREIGN KEY(article_id) REFERENCES articles (id)
)
 WITHOUT ROWID

;
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',0,146,'66990f61d8ee9a62','The foreign ministers of Mali and Niger are to visit Moscow on April 3, at the invitation of Sergey Lavrov, a Malian official told Sputnik Africa.');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',25,29,'ee5721a5a60b7625','Mali');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',34,39,'2cbebc541f98c7a7','Niger');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',40,46,'7397794a9142fad7','are to');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',44,52,'f221142cc92025b6','to visit');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',53,59,'4661bd5b4b1a3ded','Moscow');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',63,70,'77244a8a75454464','April 3');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',93,106,'d3802a0475449b21','Sergey Lavrov');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',108,125,'747a8e1f6568dca3','a Malian official');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',147,153,'7a41b5d2cb71f361','ECOWAS');
INSERT INTO "spans" VALUES('c5bb1bdaef3e7e53',154,163,'502a4f163fcd8ab4','condemned');
CREATE INDEX ix_reports_article_id ON reports (article_id);
CREATE INDEX reports_by_day ON reports (listed_on, id);
CREATE INDEX participants_by_country ON participants (country, report_id);
CREATE INDEX participants_by_actor ON participants (actor, report_id);
COMMIT;
