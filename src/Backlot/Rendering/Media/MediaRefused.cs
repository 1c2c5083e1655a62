namespace Backlot.Rendering;

/// <summary>A file can't be used, and why.</summary>
/// <param name="reason">Completes the sentence "x.png …": <c>is empty</c>, <c>is 30000 x 30000 pixels; …</c></param>
public sealed class MediaRefused(string reason) : Exception($"The file {reason}.")
{
    public string Reason => reason;

    /// <summary>The sentence with the name the user knows the file by.</summary>
    public string About(string name) => $"{name} {reason}.";
}
