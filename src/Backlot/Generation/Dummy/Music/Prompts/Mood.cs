namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>Characters a prompt can ask for; several may hold at once.</summary>
internal enum Mood
{
    Calm, Dark, Regal, Bright, Melancholic, Dreamy, Cosy, Epic, LoFi, Ambient, Sacred, Folk, Romantic, Mysterious,
    Sleepy, Jazzy,
    Electronic,
}
