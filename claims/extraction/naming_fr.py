"""Extraction: the French language pack, words for who somebody is: names, titles, roles, organisations.

Every list is our own compilation from general knowledge of French news copy; none was taken over from a published
resource.
"""

from typing import Final

from claims.extraction import lexicon_fr as lexicon
from claims.extraction.lexicon_en import words_in
from claims.extraction.naming import Naming

ROLES_MALE: Final = words_in(
    "président directeur adjoint conseiller sénateur préfet sous-préfet procureur avocat magistrat chercheur "
    "professeur enseignant instituteur infirmier chirurgien ingénieur patron dirigeant gérant fondateur cofondateur "
    "entrepreneur entraîneur capitaine joueur acteur réalisateur auteur écrivain chanteur musicien historien "
    "agriculteur éleveur pêcheur marin ouvrier boulanger restaurateur commerçant habitant riverain voisin client "
    "étudiant lycéen père frère fils mari oncle cousin homme garçon ambassadeur général colonel commandant lieutenant "
    "brigadier policier roi prince premier-ministre coordinateur animateur éducateur rédacteur consultant candidat "
    "représentant délégué élu opposant militant vice-président inspecteur conducteur chauffeur technicien usager "
    "passager survivant expert accusé prévenu suspect plaignant époux"
)
ROLES_FEMALE: Final = words_in(
    "présidente directrice adjointe conseillère sénatrice préfète sous-préfète procureure avocate magistrate "
    "chercheuse professeure enseignante institutrice infirmière chirurgienne ingénieure patronne dirigeante gérante "
    "fondatrice cofondatrice entrepreneuse entraîneuse joueuse actrice réalisatrice autrice écrivaine chanteuse "
    "musicienne historienne agricultrice éleveuse marinière ouvrière boulangère restauratrice commerçante habitante "
    "riveraine voisine cliente étudiante lycéenne mère sœur fille femme tante cousine ambassadrice générale colonelle "
    "policière reine princesse coordinatrice animatrice éducatrice rédactrice consultante candidate représentante "
    "déléguée élue opposante militante vice-présidente inspectrice conductrice technicienne usagère passagère "
    "survivante experte batelière accusée prévenue suspecte plaignante épouse"
)
ROLE_NOUNS: Final = (
    ROLES_MALE
    | ROLES_FEMALE
    | words_in(
        "ministre maire député députée porte-parole chef cheffe secrétaire responsable médecin juge journaliste "
        "économiste analyste sociologue politologue biologiste géographe climatologue météorologue épidémiologiste "
        "spécialiste membre bénévole syndicaliste commissaire gendarme pompier artiste peintre poète libraire "
        "vétérinaire pharmacien pharmacienne psychologue psychiatre pédiatre urgentiste notaire architecte photographe "
        "cinéaste diplomate interprète pilote guide propriétaire locataire témoin victime collègue ami amie chancelier "
        "chancelière pape évêque curé imam rabbin élève collaborateur collaboratrice agent maître capitaine trésorier "
        "trésorière garde gardien gardienne concierge batelier"
    )
)
COURTESY_MALE: Final = words_in("m. m monsieur mgr")
COURTESY_FEMALE: Final = words_in("mme madame mlle mademoiselle")
COURTESY: Final = COURTESY_MALE | COURTESY_FEMALE | words_in("me maître dr dr. docteur pr pr. professeur")
ORGANISATION_WORDS: Final = words_in(
    "université école lycée collège institut conseil comité commission ministère direction agence bureau parti "
    "syndicat association fédération fondation société compagnie entreprise groupe banque tribunal cour parquet police "
    "gendarmerie préfecture mairie hôpital centre chu réseau club ligue équipe organisation nations gouvernement "
    "parlement sénat assemblée coalition alliance mouvement union radio télévision journal quotidien hebdomadaire "
    "magazine observatoire musée laboratoire secours croix-rouge région département métropole commune autorité "
    "autorités office collectif confédération chambre communauté église sncf onu otan ue afp reuters ong météo port"
)
OUTLETS: Final = words_in("afp reuters ap bbc cnn rfi tf1 bfmtv lci france-info franceinfo rtl mediapart libération")
OUTLET_WORDS: Final = words_in(
    "journal radio télévision télé tv agence quotidien hebdomadaire magazine chaîne site gazette courrier dépêche écho "
    "monde figaro parisien voix presse revue info infos inter nouvelles"
)
AUDIENCES: Final = words_in(
    "journalistes presse médias reporters foule députés sénateurs élus jury tribunal juges habitants ouvriers salariés "
    "militants partisans conseil assemblée enquêteurs policiers correspondant correspondante rédaction micro"
)
COLLECTIVES: Final = words_in(
    "autorités police gendarmerie pompiers secours sources rebelles habitants riverains témoins observateurs experts "
    "enquêteurs chercheurs scientifiques analystes manifestants organisateurs avocats procureurs médecins soignants "
    "militants soldats troupes députés élus diplomates économistes opposants parents enseignants salariés ouvriers "
    "pêcheurs agriculteurs voisins proches amis famille équipe syndicats associations groupes gouvernement opposition "
    "armée parquet préfecture mairie direction gens"
)
ANONYMOUS_HEADS: Final = words_in(
    "source sources responsable responsables proche proches témoin témoins habitant habitante habitants diplomate "
    "diplomates personne personnes homme femme policier policière employé employée fonctionnaire"
)
GROUPS: Final = words_in("habitants témoins diplomates proches")
NAMELESS: Final = words_in("certains certaines beaucoup plusieurs autres tous d'autres")
DOCUMENT_HEADS: Final = words_in(
    "communiqué rapport lettre texte étude document enquête sondage tribune message note site avis arrêt jugement"
)
PLACES: Final = words_in(
    "france paris lyon marseille lille bordeaux toulouse nantes strasbourg rennes nice bruxelles belgique genève "
    "suisse québec montréal canada europe afrique asie amérique allemagne berlin londres russie moscou chine pékin "
    "ukraine kiev washington états-unis israël gaza liban beyrouth syrie damas iran téhéran turquie ankara maroc rabat "
    "algérie alger tunisie tunis sénégal dakar mali bamako"
)
PLACE_NOUNS: Final = words_in("rue avenue boulevard place quai pont baie île lac mont rivière fleuve vallée gare")
STATES: Final = words_in(
    "paris moscou washington téhéran pékin berlin londres kiev israël ankara bruxelles alger rabat beyrouth damas"
)
GIVEN_MALE: Final = words_in(
    "jean pierre paul jacques michel philippe alain patrick nicolas christophe françois daniel bernard laurent éric "
    "eric frédéric stéphane david pascal olivier thierry gérard bruno thomas julien sébastien vincent guillaume "
    "alexandre antoine maxime mathieu matthieu romain kevin jérôme jérome arnaud benoît benoit cédric ludovic fabien "
    "fabrice xavier emmanuel gilles hervé didier serge yves marc luc louis hugo lucas théo nathan gabriel raphaël "
    "arthur jules adam léo simon clément baptiste quentin florian adrien valentin andré rené marcel roger robert "
    "georges henri lucien raymond maurice claude charles édouard edouard étienne bertrand thibault tristan rémi rémy "
    "samuel benjamin jonathan mohamed ahmed karim rachid mehdi youssef ali omar ibrahim hassan mamadou moussa ousmane "
    "abdoulaye amadou cheikh jean-luc jean-pierre jean-marc jean-paul jean-michel jean-claude jean-françois "
    "jean-baptiste jean-louis jean-yves pierre-yves marc-antoine denis régis cyril damien gaël loïc yann erwan ronan "
    "hippolyte octave félix oscar victor"
)
GIVEN_FEMALE: Final = words_in(
    "marie jeanne françoise monique catherine nathalie isabelle jacqueline sylvie martine anne christine nicole "
    "valérie sandrine véronique sophie stéphanie céline chantal patricia brigitte annie julie aurélie laurence "
    "christelle virginie émilie emilie camille claire laura léa chloé emma manon sarah inès louise alice juliette "
    "lucie pauline charlotte marion mathilde anaïs élodie elodie caroline delphine karine corinne florence agnès "
    "hélène helene élisabeth elisabeth geneviève simone denise yvette odette suzanne madeleine germaine thérèse odile "
    "solange colette josiane danielle michèle evelyne évelyne ghislaine béatrice muriel sabine cécile mélanie amélie "
    "audrey jessica vanessa laetitia fatima aïcha khadija leïla nadia samira yasmina aminata fatou mariam awa rokhaya "
    "aissatou ségolène marine rachida najat aurore justine margaux clara zoé lola rose anne-marie marie-claude "
    "marie-hélène marie-christine anne-sophie anne-laure gaëlle maëlle solène nolwenn édith ingrid astrid hortense "
    "clémence victoire éléonore nina"
)

NAMING: Final = Naming(
    given_male=GIVEN_MALE,
    given_female=GIVEN_FEMALE,
    gendered_male=COURTESY_MALE | ROLES_MALE,
    gendered_female=COURTESY_FEMALE | ROLES_FEMALE,
    male=words_in("il lui"),
    female=words_in("elle"),
    group_pronouns=words_in("ils elles on nous je"),
    subject_pronouns=lexicon.SUBJECT_PRONOUNS | words_in("je nous vous tu"),
    nameless=NAMELESS,
    titles=COURTESY | ROLE_NOUNS,
    courtesy=COURTESY,
    role_nouns=ROLE_NOUNS,
    organisation_words=ORGANISATION_WORDS,
    places=PLACES,
    place_nouns=PLACE_NOUNS,
    states=STATES,
    collectives=COLLECTIVES,
    anonymous_heads=ANONYMOUS_HEADS,
    groups=GROUPS,
    document_heads=DOCUMENT_HEADS,
    particles=words_in("de du d' le la van von ben el al"),
    joiners=words_in("de du des d' la le l' les et pour en à"),
    articles=lexicon.ARTICLES,
    persons=words_in("homme femme gens"),
    single=words_in("un une le la l'"),
    definite=words_in("le la l' les ce cet cette"),
    determiners=lexicon.DETERMINERS,
    prepositions=lexicon.PREPOSITIONS,
    after_heads=words_in("qui que proche proches ayant sous"),
    finite=lexicon.AUXILIARIES | frozenset(lexicon.FINITE_CUES),
    cue_forms=frozenset(lexicon.FINITE_CUES) | frozenset(lexicon.PARTICIPLES),
    weekdays=lexicon.WEEKDAYS,
    months=lexicon.MONTHS,
    sentence_starters=lexicon.SENTENCE_STARTERS,
)
