namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>The reverb a prompt can ask for.</summary>
internal enum Room { Dry, Chamber, Plate, Hall, Cathedral }

internal static class Rooms
{
    // Longest sounds first: "cathedral hall" means the cathedral.
    private static readonly (string Word, Room Room)[] Words =
    [
        ("cathedral", Room.Cathedral), ("church", Room.Cathedral), ("cavern", Room.Cathedral), ("vast", Room.Cathedral),
        ("hall", Room.Hall), ("spacious", Room.Hall), ("plate", Room.Plate),
        ("room", Room.Chamber), ("chamber", Room.Chamber), ("intimate", Room.Chamber),
        ("dry", Room.Dry), ("no reverb", Room.Dry), ("close mic", Room.Dry),
    ];

    public static Room? Find(string prompt)
    {
        foreach (var (word, room) in Words)
        {
            var at = prompt.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            // "bedroom" and "mushroom" are not rooms with an echo.
            if (at == 0 || (at > 0 && !char.IsLetter(prompt[at - 1])))
                return room;
        }
        return null;
    }
}
