namespace Backlot.Benchmarks.Caches;

/// <summary>What the workload's prompts are made of: <c>phrases.txt</c>, whose head says how.</summary>
internal sealed class Phrases
{
    private readonly List<Section> _sections = [];

    public static Phrases Read()
    {
        using var stream = typeof(Phrases).Assembly.GetManifestResourceStream("phrases.txt") ?? throw new FileNotFoundException("No embedded phrases.txt.");
        using var reader = new StreamReader(stream);
        var phrases = new Phrases();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                phrases._sections.Add(new(line.Trim('[', ']'), []));
            else if (line.Length > 0 && !line.StartsWith('#'))
                phrases._sections[^1].Meanings.Add(line == "-" ? [""] : line.Split('|', StringSplitOptions.TrimEntries));
        }
        return phrases;
    }

    public IReadOnlyList<Section> Sections => _sections;

    /// <summary>One part of a prompt.</summary>
    /// <param name="Meanings">Each with the ways to say it; an empty one says nothing.</param>
    public sealed record Section(string Name, List<string[]> Meanings)
    {
        /// <summary>The meanings whose first words differ least from these: of a red coat a blue one.</summary>
        public IReadOnlyList<int> Near(int meaning, int count)
        {
            var words = Meanings[meaning][0].Split(' ');
            return [.. Enumerable.Range(0, Meanings.Count).Where(other => !Meanings[other].SequenceEqual(Meanings[meaning]))
                .OrderBy(other => Meanings[other][0].Split(' ').Except(words).Count() + words.Except(Meanings[other][0].Split(' ')).Count()).Take(count)];
        }
    }
}
