"""Small files of true events, each as its data set would write it; the codes and ids are ours."""

from pathlib import Path

ICEWS_HEAD = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)
ICEWS = [
    # Mali tells the ambassador of France to leave, 31 January 2022.
    "1\t2022-01-31\tMali\t\tMali\tExpel or withdraw\t166\t-5.0\tFrance\t\tFrance\t9\t1\tA Paper\tBamako\t\t\tMali\t12.6\t-8.0",
    # France means to withdraw its soldiers, 17 February 2022.
    "2\t2022-02-17\tEmmanuel Macron\tElite,Executive,Government\tFrance\tExpress intent to de-escalate military engagement\t356\t9.0\tMali\t\tMali\t9\t2\tA Paper\tParis\t\t\tFrance\t\t",
    # Niger breaks off relations with Ukraine, 6 August 2024.
    "3\t2024-08-06\tNiger\tGovernment\tNiger\tReduce or break diplomatic relations\t161\t-4.0\tUkraine\t\tUkraine\t9\t3\tA Paper\t\t\t\t\t\t",
    # A statement is no act.
    "4\t2024-08-07\tUkraine\t\tUkraine\tMake statement\t10\t0.0\tNiger\t\tNiger\t9\t4\tA Paper\t\t\t\t\t\t",
    # Rebels of Mali are not Mali.
    "5\t2024-07-27\tArmed Rebel (Mali)\tRebel\tMali\tUse conventional military force\t190\t-10.0\tRussia\tMilitary\tRussian Federation\t9\t5\tA Paper\t\t\t\tMali\t\t",
]


def icews(folder: Path, *more: str, head: str = ICEWS_HEAD, encoding: str = "utf-8") -> Path:
    file = folder / "events.tab"
    file.write_bytes(("\n".join([head, *ICEWS, *more]) + "\n").encode(encoding))
    return file


def gdelt_row(columns: int, **given: str) -> str:
    from dragoman.importing.formats import GDELT_COLUMNS

    row = dict.fromkeys(GDELT_COLUMNS[columns], "") | given
    assert len(row) == columns
    return "\t".join(row.values())


# The consul of Niger in Nigeria is called home; the place is in Nigeria, whose FIPS code is NI.
GDELT = {
    "GLOBALEVENTID": "700", "SQLDATE": "20230731", "EventCode": "1124", "NumSources": "3", "DATEADDED": "20230801",
    "Actor1Name": "NIGER", "Actor1CountryCode": "NER", "Actor1Type1Code": "GOV",
    "Actor2Name": "NIGERIA", "Actor2CountryCode": "NGA", "ActionGeo_FullName": "Abuja, Nigeria", "ActionGeo_CountryCode": "NI",
}  # fmt: skip

POLECAT_HEAD = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\t"
    "Recipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\t"
    "Placename\tCity\tDistrict\tProvince\tCountry\tPublication Date"
)
POLECAT = [
    # The foreign ministers of the three visit Moscow, 3 April 2025.
    "P1\t2025-04-03\tCONSULT\tvisit\t2\t1\tdiplomatic;military\tMali;Burkina Faso;Niger\tMLI;BFA;NER\t\tGOV\tGOV\t\t\t\tRussia\tRUS\t365\tGOV\tGOV\t\t\t\tMoscow\tMoscow\t\t\tRUS\t2025-04-04",
    "P2\t2025-04-07\tDEMAND\tmeet\t-2\t3\t\tAlgeria\tDZA\t615\tGOV\tGOV\t\t\t\tMali\tMLI\t432\tGOV\tGOV\t\t\t\t\t\t\t\t\t2025-04-07",
]

ACLED_HEAD = "event_id_cnty,event_date,year,disorder_type,event_type,sub_event_type,actor1,inter1,actor2,inter2,iso,country,location,source,notes,fatalities,timestamp"
ACLED = [
    # The column of soldiers and of Wagner's men that was lost at Tinzaouaten.
    'MLI1,2024-07-27,2024,Political violence,Battles,Armed clash,CSP-DPA: Permanent Strategic Framework,Rebel group,Military Forces of Mali (2021-),State forces,466,Mali,Tinzaouaten,A; B,"On 27 July 2024, a column was lost, ""all of it""\nby its enemies\' account.",47,1722470400',
    "MLI2,05 August 2024,2024,,Strategic developments,Agreement,Government of Mali (2021-),State forces,,,466,Mali,Bamako,A,,0,",
    "MLI3,2024-08-06,2024,,Strategic developments,Other,Government of Mali (2021-),State forces,,,466,Mali,Bamako,A,,0,",
]

PHOENIX = "20150105-1_PHX\t20150105\t2015\t01\t05\tRUS\tRUS\tGOV\t\tCHN\tCHN\tMIL\t\t036\t03\t1\t4.0\tMILITARY\t\t\tBeijing\t\tCHN\tabc_1\thttps://example.org/a\tx"
