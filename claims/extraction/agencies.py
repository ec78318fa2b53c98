"""Extraction: news agencies, and the outlets that others credit, as they sign; word lists as data.

Our own compilation from general knowledge of the trade. The names are in their own languages; an agency that is not
here is known by what it is called: "... News Agency", "Agence ...".
"""

from typing import Final

from claims.extraction.lexicon_en import words_in

SIGNATURES: Final = tuple(
    """AFP|Agence France-Presse|Reuters|Thomson Reuters|AP|Associated Press|Canadian Press|La Presse canadienne
    |PA|PA Media|Press Association|dpa|Deutsche Presse-Agentur|APA|Austria Presse Agentur|SDA|Keystone-SDA|ATS
    |Keystone-ATS|Belga|ANP|Ritzau|NTB|TT|STT|ANSA|Adnkronos|EFE|Europa Press|Lusa|PAP|CTK|ČTK|MTI|Tanjug|Hina|BTA
    |AGERPRES|TASS|ITAR-TASS|Interfax|RIA Novosti|Sputnik|Ukrinform|UNIAN|BelTA|Anadolu|Anadolu Agency|AA|DHA|IHA
    |SANA|SPA|WAM|QNA|KUNA|BNA|NNA|Petra|MENA|MAP|APS|TAP|IRNA|ISNA|Mehr|Tasnim|Fars|AGI|Xinhua|China News Service
    |Kyodo|Kyodo News|Jiji|Jiji Press|Yonhap|KCNA|CNA|PTI|ANI|UNI|IANS|APP|BSS|Bernama|Antara|VNA|AAP|NZPA|NAN|GNA
    |UPI|United Press International|Bloomberg|Bloomberg News|Dow Jones|Postmedia|Postmedia News|CanWest News Service
    |Tribune News Service|McClatchy|Scripps|States News Service|Religion News Service|Kaiser Health News|BBC
    |BBC Monitoring|BBC News|CBC News|CNN|NBC News|CBS News|ABC News|Fox News|NPR|Deutsche Welle|DW|RFE/RL|RFI
    |Voice of America|VOA|Al Jazeera|Al Arabiya|Euronews|The Guardian|The New York Times|New York Times
    |The Washington Post|Washington Post|The Wall Street Journal|The Globe and Mail|Toronto Star|The Times of London
    |The Conversation|ProPublica""".replace("\n    ", "").split("|")
)
# What an agency that is on no list is called.
KINDS: Final = ("News Agency", "Press Agency", "News Service", "Newswire", "News Network", "Wire Service")
# Signatures that are also a word, a place or another body: without a dash, a bracket or "By" they credit nobody.
AMBIGUOUS: Final = words_in(
    "PA AA UNI MAP SPA TAP APP APS ATS TT STT MTI CNA NAN GNA AGI DW NNA BNA MENA Petra Hina Fars Mehr Sputnik"
)
