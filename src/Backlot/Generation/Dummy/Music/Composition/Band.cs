using Backlot.Generation.Dummy.Music.Prompts;
using static Backlot.Generation.Dummy.Music.Prompts.InstrumentKind;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Who plays what. A role that nobody plays is missing.</summary>
internal sealed record Band(IReadOnlyDictionary<Role, IReadOnlyList<InstrumentKind>> Players)
{
    public bool Has(Role role) => Players.ContainsKey(role);

    public InstrumentKind First(Role role) => Players[role][0];

    /// <summary>
    /// Gives the prompt's instruments the roles that suit them, in order of mention, and fills what is missing.
    /// </summary>
    public static Band For(MusicPrompt prompt, StyleTraits traits, MusicRandom random)
    {
        var players = new Dictionary<Role, List<InstrumentKind>>();
        foreach (var kind in prompt.Instruments)
            Seat(kind, players);

        var pitched = prompt.Instruments.Count(k => Suits(k)[0] is not (Role.Drums or Role.Texture));
        foreach (var role in Wanted(prompt, pitched, random))
            if (!players.ContainsKey(role) && Choose(role, prompt, traits, players, random) is { } kind)
                players[role] = [kind];

        // A lone player does everything itself.
        if (!players.ContainsKey(Role.Comp) && players.TryGetValue(Role.Lead, out var lead) && CanComp(lead[0]))
            players[Role.Comp] = [lead[0]];
        if (!players.ContainsKey(Role.Lead) && players.TryGetValue(Role.Comp, out var comp))
            players[Role.Lead] = [comp[0]];
        return new Band(players.ToDictionary(p => p.Key, p => (IReadOnlyList<InstrumentKind>)p.Value));
    }

    private static void Seat(InstrumentKind kind, Dictionary<Role, List<InstrumentKind>> players)
    {
        var suits = Suits(kind);
        foreach (var role in suits)
        {
            if (players.ContainsKey(role))
                continue;
            players[role] = [kind];
            return;
        }
        // Drums and textures can share a role; a melody instrument too many takes turns with the lead.
        players[suits[0]].Add(kind);
    }

    private static List<Role> Wanted(MusicPrompt prompt, int pitched, MusicRandom random)
    {
        if (prompt.IsSolo && pitched > 0)
            return [Role.Lead];
        List<Role> wanted = [Role.Lead, Role.Comp, Role.Pad, Role.Bass];
        if (pitched < 3 || random.Chance(0.3))
            wanted.Add(Role.Counter);
        if (random.Chance(0.6))
            wanted.Add(Role.Sparkle);
        // Someone who lists the drums, or three other instruments, has said what there should be.
        if (pitched < 3 || prompt.Moods.Contains(Mood.LoFi))
            wanted.Add(Role.Drums);
        return wanted;
    }

    private static InstrumentKind? Choose(
        Role role, MusicPrompt prompt, StyleTraits traits, Dictionary<Role, List<InstrumentKind>> players,
        MusicRandom random)
    {
        var taken = players.SelectMany(p => p.Value).ToHashSet();
        var free = traits.Palette[role].Where(k => !prompt.Unwanted.Contains(k) && !taken.Contains(k)).ToArray();
        if (free.Length == 0 || (prompt.IsSolo && role == Role.Lead && players.Count > 0))
            return null;
        return random.Pick(free);
    }

    private static bool CanComp(InstrumentKind kind) => Suits(kind).Contains(Role.Comp);

    private static Role[] Suits(InstrumentKind kind) => kind switch
    {
        Lute or Guitar or Harpsichord or Harp => [Role.Comp, Role.Lead, Role.Counter],
        Piano or ElectricPiano => [Role.Comp, Role.Lead, Role.Counter],
        Marimba => [Role.Comp, Role.Lead],
        Kalimba or Vibraphone or MusicBox => [Role.Lead, Role.Comp, Role.Sparkle],
        Celesta or Bells => [Role.Sparkle, Role.Lead],
        Flute or Recorder or Oboe or Clarinet or Horn or Violin or Viol => [Role.Lead, Role.Counter],
        Cello => [Role.Lead, Role.Counter, Role.Bass],
        Strings or Choir or Pad or Organ => [Role.Pad],
        DoubleBass or ElectricBass => [Role.Bass],
        Rain or Vinyl or Wind => [Role.Texture],
        _ => [Role.Drums],
    };
}
