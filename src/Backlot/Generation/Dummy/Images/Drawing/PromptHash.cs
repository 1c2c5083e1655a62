namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>FNV-1a, 64 bit; <c>string.GetHashCode</c> differs from process to process.</summary>
internal static class PromptHash
{
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var letter in text)
        {
            hash = (hash ^ (byte)letter) * 0x100000001B3UL;
            hash = (hash ^ (byte)(letter >> 8)) * 0x100000001B3UL;
        }

        return hash;
    }
}
