namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>What a part does in the piece.</summary>
internal enum Role { Lead, Counter, Comp, Pad, Bass, Sparkle, Drums, Texture }
