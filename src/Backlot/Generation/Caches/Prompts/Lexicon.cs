namespace Backlot.Generation.Caches.Prompts;

/// <summary>What is known of English: <c>lexicon.txt</c>, read once. Its head says what each section means.</summary>
internal sealed class Lexicon
{
    public static readonly Lexicon English = Read();

    private readonly Dictionary<string, string> _same = [];
    private readonly Dictionary<string, string> _verbs = [];
    private readonly Dictionary<string, List<Phrase>> _phrases = [];
    private readonly HashSet<string> _free = [], _light = [], _relations = [];

    public bool IsFree(string word) => _free.Contains(word);

    public bool IsLight(string word) => _light.Contains(word);

    public bool IsRelation(string word) => _relations.Contains(word);

    /// <summary>The longest phrase that begins here.</summary>
    /// <returns>How many words it has, and what stands for them; 0 for none.</returns>
    public (int Length, IReadOnlyList<string> Becomes) PhraseAt(IReadOnlyList<string> words, int at)
    {
        if (_phrases.TryGetValue(words[at], out var known))
            foreach (var phrase in known)
                if (phrase.IsAt(words, at))
                    return (phrase.Words.Length, phrase.Becomes);
        return (0, []);
    }

    /// <summary>The word that stands for this one and all that mean the same.</summary>
    public KnownWord Know(string word)
    {
        if (_same.TryGetValue(word, out var first))
            return new(first, IsVerb: _verbs.ContainsKey(first), IsPlural: false);
        if (_verbs.TryGetValue(word, out var verb))
            return new(_same.GetValueOrDefault(verb, verb), IsVerb: true, IsPlural: false);
        return Singular(word) is { } one ? new(_same.GetValueOrDefault(one, one), IsVerb: false, IsPlural: true) : new(word, false, false);
    }

    private static string? Singular(string word) => word switch
    {
        { Length: < 4 } => null,
        _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        _ when EndsWithAny(word, "xes", "ches", "shes", "sses", "zes") => word[..^2],
        _ when EndsWithAny(word, "ss", "us", "is") || char.IsAsciiDigit(word[0]) => null,
        _ when word.EndsWith('s') => word[..^1],
        _ => null,
    };

    private static bool EndsWithAny(string word, params ReadOnlySpan<string> ends)
    {
        foreach (var end in ends)
            if (word.EndsWith(end, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static Lexicon Read()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("lexicon.txt")
            ?? throw new FileNotFoundException("No embedded lexicon.txt.", "lexicon.txt");
        using var reader = new StreamReader(stream);
        var (lexicon, section) = (new Lexicon(), "");
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                section = line;
            else if (line.Length > 0 && !line.StartsWith('#'))
                lexicon.Take(section, line);
        }
        return lexicon;
    }

    private void Take(string section, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (section)
        {
            case "[same]":
                foreach (var word in words)
                    _same.TryAdd(word, words[0]);
                break;
            case "[verbs]":
                foreach (var word in words)
                    TakeVerb(word);
                break;
            case "[free]":
                _free.UnionWith(words);
                break;
            case "[light]":
                _light.UnionWith(words);
                break;
            case "[relation]":
                _relations.UnionWith(words);
                break;
            case "[phrases]":
                TakePhrase(line);
                break;
            default:
                throw new FormatException($"lexicon.txt has no section {section}.");
        }
    }

    private void TakePhrase(string line)
    {
        var (words, becomes) = line.Split('=', StringSplitOptions.TrimEntries) is [var left, var right]
            ? (left.Split('_'), right.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : throw new FormatException($"lexicon.txt has a phrase without =: {line}");
        if (!_phrases.TryGetValue(words[0], out var known))
            _phrases[words[0]] = known = [];
        known.Add(new(words, becomes));
        known.Sort((one, other) => other.Words.Length - one.Words.Length);
    }

    /// <summary><c>run(ran)</c>: regular forms are made, others stand in brackets.</summary>
    private void TakeVerb(string entry)
    {
        var parts = entry.Split('(', ',', ')');
        var verb = parts[0];
        var stem = verb.EndsWith('e') ? verb[..^1] : verb;
        var doubled = verb + verb[^1];
        var y = verb.EndsWith('y') ? verb[..^1] + "i" : stem;
        string[] forms = [verb, verb + "s", verb + "es", y + "es", y + "ed", stem + "ing", stem + "ed", doubled + "ing", doubled + "ed", .. parts[1..]];
        foreach (var form in forms.Where(f => f.Length > 0))
            _verbs.TryAdd(form, verb);
    }

    private sealed record Phrase(string[] Words, string[] Becomes)
    {
        public bool IsAt(IReadOnlyList<string> words, int at)
        {
            if (at + Words.Length > words.Count)
                return false;
            for (var i = 0; i < Words.Length; i++)
                if (words[at + i] != Words[i])
                    return false;
            return true;
        }
    }
}

/// <param name="Word">Stands for all that mean the same.</param>
/// <param name="IsVerb">Its number says nothing: <c>waves</c> may be one who waves.</param>
/// <param name="IsPlural">More than one of a thing.</param>
internal readonly record struct KnownWord(string Word, bool IsVerb, bool IsPlural);
