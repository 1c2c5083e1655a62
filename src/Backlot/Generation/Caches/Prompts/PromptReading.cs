using System.Buffers;

namespace Backlot.Generation.Caches.Prompts;

/// <summary>How a part of a sentence hangs on what is before it.</summary>
internal enum Link { None, And, With, In, At, On, Of, From, To, By, For }

/// <summary>One word that a shot would show.</summary>
/// <param name="Word">Stands for all that mean the same.</param>
/// <param name="Link">Of the first word behind a preposition; <see cref="Link.None"/> of others.</param>
internal readonly record struct Term(string Word, Link Link = Link.None)
{
    public bool IsPlural { get; init; }

    /// <summary>A part of the sentence begins with it, behind a comma, a preposition or a word that tells where: such a part can move.</summary>
    public bool Hangs { get; init; }

    /// <summary>Something begins with it: a part, or what an article or a number stands before.</summary>
    public bool Begins { get; init; }
    public bool IsVerb { get; init; }

    /// <summary>What must not be seen: behind no, not, without, never.</summary>
    public bool IsNegated { get; init; }
    public bool IsNumber => char.IsAsciiDigit(Word[0]);

    /// <summary>It says the same wherever it stands, unless something goes from it to another, as from day to night.</summary>
    public bool IsFree => Link is not (Link.From or Link.To) && Lexicon.English.IsFree(Word);

    /// <summary>Whether both say the same, wherever they stand.</summary>
    public bool Says(Term other) => Word == other.Word && IsNegated == other.IsNegated && (IsVerb || other.IsVerb || IsPlural == other.IsPlural);
}

/// <summary>A prompt as what it says: its words in their order, each brought to the one that stands for all that mean the same, with what is
/// negated, how many, and how the parts hang together. What the lexicon does not know stands for itself.</summary>
internal sealed class PromptReading
{
    private static readonly char[] Breaks =
        [',', ';', ':', '.', '!', '?', '\u2014', '(', ')', '[', ']', '"', '/', '|', '\n'];
    private static readonly SearchValues<char> AnyBreak = SearchValues.Create(Breaks);
    private static readonly HashSet<string> Negators = ["no", "not", "without", "never", "nor", "neither", "nobody", "nothing"];

    private static readonly Dictionary<string, Link> Links = new()
    {
        ["and"] = Link.And, ["&"] = Link.And, ["while"] = Link.And, ["as"] = Link.And, ["with"] = Link.With, ["in"] = Link.In, ["during"] = Link.In,
        ["at"] = Link.At, ["on"] = Link.On, ["upon"] = Link.On, ["of"] = Link.Of, ["from"] = Link.From, ["to"] = Link.To, ["by"] = Link.By, ["for"] = Link.For,
    };

    private static readonly Dictionary<string, string> Numbers = ((string[])
        ["zero", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
            "seventeen", "eighteen", "nineteen", "twenty"]).Index().Where(n => n.Item.Length > 0)
        .Append((30, "thirty")).Append((40, "forty")).Append((50, "fifty")).Append((100, "hundred")).Append((1000, "thousand"))
        .ToDictionary(n => n.Item2, n => $"{n.Item1}");

    private readonly List<Term> _terms = [];
    private Link _link;
    private bool _negated;
    private int _clause;
    private (int Clause, int Verb)? _passive;
    private bool _verbMayBePassive, _hangs = true, _begins;

    private PromptReading() { }

    /// <summary>All, in their order.</summary>
    public IReadOnlyList<Term> Terms => _terms;

    /// <summary>Nothing is said that could be compared.</summary>
    public bool IsEmpty => _terms.Count == 0;

    public static PromptReading Of(string prompt)
    {
        var reading = new PromptReading();
        foreach (var word in Plain(Split(PromptText.Normalise(prompt))))
            reading.Take(word);
        reading.EndPart();
        return reading;
    }

    /// <summary>Words; an empty one for each break between parts of the sentence.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        foreach (var piece in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // 3.5, 16:9 and bird's-eye are one word each.
            var word = piece.Trim(Breaks).Trim('\'', '-');
            if (word.Length < piece.Length && Breaks.Contains(piece[0]))
                words.Add("");
            if (!char.IsAsciiDigit(word.FirstOrDefault()) && word.AsSpan().ContainsAny(AnyBreak))
                words.AddRange(word.Split(Breaks).SelectMany(part => (string[])[part, ""]));
            else if (word.Length > 0)
                words.Add(word);
            if (Breaks.Contains(piece[^1]))
                words.Add("");
        }
        return words;
    }

    /// <summary>Phrases replaced, words with a hyphen parted, an 's taken off.</summary>
    private static IEnumerable<string> Plain(List<string> words)
    {
        for (var at = 0; at < words.Count;)
        {
            var (length, becomes) = Lexicon.English.PhraseAt(words, at);
            if (length > 0)
            {
                words.RemoveRange(at, length);
                words.InsertRange(at, becomes);
                if (becomes.Count < length)
                    continue;       // what stands for a phrase may be the beginning of another; each time there are fewer words
            }
            foreach (var part in Parts(words[at++]))
                yield return part;
        }
    }

    private static string[] Parts(string word)
    {
        if (word.EndsWith("n't", StringComparison.Ordinal))
            return ["not"];
        var plain = word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word.TrimEnd('\'');
        return plain.Contains('-', StringComparison.Ordinal) && Lexicon.English.Know(plain).Word == plain
            ? plain.Split('-', StringSplitOptions.RemoveEmptyEntries)
            : [plain];
    }

    private void Take(string word)
    {
        if (word is "" or "but")
        {
            EndPart();
            (_link, _negated, _clause, _hangs) = (Link.None, false, _terms.Count, true);
        }
        else if (Negators.Contains(word))
        {
            _negated = true;
            if (word is "nobody" or "nothing")
                Add(new(word == "nobody" ? "people" : "thing"));
        }
        else if (word is "or" or "nor")
            Add(new("or"));
        else if (word == "by" && _verbMayBePassive)
            (_passive, _verbMayBePassive) = ((_clause, _terms.Count - 1), false);
        else if (Links.TryGetValue(word, out var link))
        {
            EndPart();
            _link = link == Link.Of && _terms is [.., { IsFree: true }] ? Link.None : link;     // a close-up of a cat is a cat, close-up
            _negated &= link == Link.And;
        }
        else if (Numbers.TryGetValue(word, out var number))
            Add(new(number));
        else if (word == "one" || Lexicon.English.IsLight(word))
            _begins = true;
        else
            Know(word);
    }

    private void Know(string word)
    {
        var known = Lexicon.English.Know(word);
        if (Lexicon.English.IsLight(known.Word))
            return;
        var isRelation = Lexicon.English.IsRelation(known.Word);
        if (known.IsVerb || isRelation)
            EndPart();
        _negated &= !isRelation;
        _hangs |= isRelation;
        Add(new(known.Word) { IsVerb = known.IsVerb || isRelation, IsPlural = known.IsPlural });
        _verbMayBePassive = known.IsVerb && !word.EndsWith("ing", StringComparison.Ordinal) && !word.EndsWith('s') && word != known.Word;
    }

    private void Add(Term term)
    {
        var hangs = _hangs || _link != Link.None;
        _terms.Add(term with { Link = _link, IsNegated = _negated, Hangs = hangs, Begins = hangs || _begins || term.IsNumber });
        (_link, _verbMayBePassive, _hangs, _begins) = (Link.None, false, false, false);
    }

    /// <summary>Of a passive the doer is known now: <c>a cat is chased by a dog</c> becomes <c>dog chase cat</c>.</summary>
    private void EndPart()
    {
        if (_passive is not var (clause, verb))
            return;
        _passive = null;
        if (verb <= clause || verb + 1 >= _terms.Count)
            return;
        Term[] turned = [.. _terms[(verb + 1)..], _terms[verb], .. _terms[clause..verb]];
        turned[0] = turned[0] with { Link = _terms[clause].Link, Hangs = _terms[clause].Hangs, Begins = true };
        turned[^(verb - clause)] = turned[^(verb - clause)] with { Link = Link.None };
        _terms.RemoveRange(clause, _terms.Count - clause);
        _terms.AddRange(turned);
    }
}
