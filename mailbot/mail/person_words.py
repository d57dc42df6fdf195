"""What only people write: in the first person, or of a decision of theirs."""

import re

from mailbot.mail.quoting import lines_of

LETTERS = 20_000

# Shops and programs say "we" and "you"; "I" and "my" are said by somebody.
FIRST_PERSON = re.compile(
    r"""(?ix) (?-i:\bI\b)(?!\.) | \b(?:my|mine|myself)\b | \b(?:ich|mein(?:e[mnrs]?)?)\b
    | \b(?:yo|mi|mis|quiero|tengo|puedo|acepto|rechazo|recib[íi]|creo)\b | \b(?:je|mon|ma|mes)\b | \bj['’]
    | \b(?:io|ho|voglio|vorrei|sono|mio|mia|accetto|rifiuto)\b | \b(?:quero|tenho|estou|meu|minha|recebi|aceito|recuso)\b
    | \b(?:ik|mijn|jag|mitt|jeg|mit|min[äa]|haluan|mam|chc[ęe]|m[óo]j|moja|moje|jestem|zgadzam|j[áa]|m[ůu]j|chci|ben|benim|istiyorum)\b | \b(?:я|мне|меня|мой|моя)\b | 我(?!们|們) | 私"""
)
DECIDES = re.compile(
    r"""(?ix) \b(?:i|we|wir|ich|nous|je)\b['’]?(?:ll|d|ve)?\s(?:\w{1,12}\s){0,2}?(?:accept|agree|decline|refuse|reject|disagree|insist|propose|deny|akzeptieren|lehnen|bestehen|bieten|zahlen|acceptons|refusons|proposons)\b
    | \b(?:aceptamos|rechazamos|proponemos|insistimos|accettiamo|rifiutiamo|proponiamo|aceitamos|recusamos|propomos|zgadzamy|akceptujemy|odmawiamy)\b
    | \b(?:wij|we)\s(?:accepteren|weigeren)\b | \b(?:согласны|отказываемся)\b | (?:同意|接受|拒绝|拒絕)"""
)
# What a mailing to many says about itself; who writes to one has no reason to.
TO_MANY = re.compile(
    r"""(?ix) unsubscrib | subscri(?:bed|ption)\ | newsletter | mailing\ list | \bdigest\b | (?:view|read)\ (?:this|it)\ .{0,20}(?:browser|online) | email\ preferences | (?:was|were)\ sent\ to\ you\ because | opt[\s-]out
    | dear\ (?:customer|reader|subscriber|member|friend)s?\b | (?:pleased|happy|proud)\ to\ announce | sent\ out\ once | special\ (?:prices|offers?|deals?)\b | only\ (?:this\ week|today)\b | this\ week\ only | last\ chance\b | \bin\ your\ cart\b | \bshop\ now\b | \bweekly\b
    | (?:geehrte|liebe)\w*\ kund | estimad[oa]s?\ client | chers?\ client | gentil[ei]\ client | abmelde | abbestell | im\ browser | darse?\ de\ baja | date\ de\ baja | d[ée]sabonn | d[ée]sinscri | navigateur | disiscri | cancellati\ dalla | cancelar\ (?:a\ )?(?:subscri|inscri) | wypisa | uitschrijv | afmelden | avregistr | afmeld | отписа | 退订 | 配信停止"""
)
SENTENCE_END = re.compile(r"[.!?;]\s|[。！？]")
SIGNATURE = re.compile(r"--\s?|_{5,}[_ ]*")


def in_person(words: str) -> bool:
    """Whether somebody says "I", or what he has decided."""
    return bool(FIRST_PERSON.search(words) or DECIDES.search(words))


def like_a_mailing(words: str) -> bool:
    """Whether words say that they went to many."""
    above: list[str] = []
    for line in lines_of(words[:LETTERS]):
        if SIGNATURE.fullmatch(line.text.strip()):
            break  # what a list adds below its rule is not its writer's
        above.append(line.text)
    return any(
        TO_MANY.search(sentence) and not in_person(sentence) for line in above for sentence in SENTENCE_END.split(line)
    )
