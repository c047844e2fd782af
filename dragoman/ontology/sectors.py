"""The sectors of PLOVER: what kind of actor someone is, whatever country it belongs to."""

from enum import StrEnum


class Sector(StrEnum):
    """Kind of an actor; the value is the three-letter code that the record holds."""

    GOV = "GOV"
    MIL = "MIL"
    COP = "COP"
    JUD = "JUD"
    LEG = "LEG"
    OPP = "OPP"
    PTY = "PTY"
    REB = "REB"
    CVL = "CVL"
    NGO = "NGO"
    IGO = "IGO"
    BUS = "BUS"
    MED = "MED"
    CRM = "CRM"
    REL = "REL"
    UNK = "UNK"


MEANING: dict[Sector, str] = {
    Sector.GOV: "government, head of state, ministry, or a state as such",
    Sector.MIL: "armed forces",
    Sector.COP: "police and security services",
    Sector.JUD: "courts, judges and prosecutors",
    Sector.LEG: "parliament and its members",
    Sector.OPP: "opposition party or figure, and those who held office before",
    Sector.PTY: "political party in general",
    Sector.REB: "armed group that is no state's, mutineers, coup plotters before they govern",
    Sector.CVL: "civilians, protesters, refugees, the people",
    Sector.NGO: "organisation that belongs to no state and carries no arms",
    Sector.IGO: "international organisation or bloc, with those who act for it",
    Sector.BUS: "company and business people",
    Sector.MED: "newspaper, broadcaster, journalist",
    Sector.CRM: "criminals and unidentified gunmen",
    Sector.REL: "religious body and clergy",
    Sector.UNK: "not known",
}
