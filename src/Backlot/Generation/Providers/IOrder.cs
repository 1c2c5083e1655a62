using System.Text.Json.Serialization;

namespace Backlot.Generation.Providers;

/// <summary>Something to be made. Its JSON, by its own type, is kept with the intent.</summary>
public interface IOrder
{
    static abstract GenerationKind Kind { get; }

    /// <summary>What is wanted, in words.</summary>
    string Prompt { get; }

    /// <summary>How long it is to be, where that has a price; 0 for a picture.</summary>
    double DurationSeconds { get; }

    /// <summary>The shorter side in pixels, where that has a price; 0 for sound.</summary>
    int ShortSidePixels { get; }
}

/// <param name="Prompt">What it should sound like.</param>
/// <param name="Seed">The same order with another seed gives another piece.</param>
/// <param name="DurationSeconds">Exact length.</param>
public sealed record MusicOrder(string Prompt, long Seed, double DurationSeconds) : IOrder
{
    public static GenerationKind Kind => GenerationKind.Music;
    int IOrder.ShortSidePixels => 0;
}

/// <param name="Prompt">What it should show.</param>
/// <param name="Seed">The same order with another seed gives another picture.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record ImageOrder(string Prompt, long Seed, int Width, int Height) : IOrder
{
    public static GenerationKind Kind => GenerationKind.Image;
    double IOrder.DurationSeconds => 0;
    int IOrder.ShortSidePixels => Math.Min(Width, Height);
}

/// <param name="Prompt">What is to be seen and heard.</param>
/// <param name="Seed">The same order with another seed gives another shot.</param>
/// <param name="DurationSeconds">Wanted length; models take only some, and say so.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record VideoOrder(string Prompt, long Seed, double DurationSeconds, int Width, int Height) : IOrder
{
    public static GenerationKind Kind => GenerationKind.Video;

    /// <summary>What should not be seen; models that cannot be told so are not.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Whether sound is wanted, where the model makes any. Default true.</summary>
    public bool WithSound { get; init; } = true;

    /// <summary>Pictures to begin with, end with, or take things or a style from. Default none.</summary>
    public IReadOnlyList<OrderImage> References { get; init; } = [];

    /// <summary>Pictures of who and what is to be seen that may go along: models that take such pictures get them, the others are told in
    /// words alone. Default none.</summary>
    public IReadOnlyList<OrderImage> Cast { get; init; } = [];

    int IOrder.ShortSidePixels => Math.Min(Width, Height);
}

/// <summary>A picture that goes with an order.</summary>
/// <param name="Path">The file, on this machine; no part of what is kept.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal: what it is to the intent.</param>
/// <param name="MimeType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Role">What it is for.</param>
public sealed record OrderImage([property: JsonIgnore] string Path, string Sha256, string MimeType, ImageRole Role);

/// <summary>What a picture is for.</summary>
public enum ImageRole
{
    /// <summary>The shot begins with it.</summary>
    First,

    /// <summary>The shot ends with it.</summary>
    Last,

    /// <summary>Somebody or something that is to be seen.</summary>
    Asset,

    /// <summary>How it is to look.</summary>
    Style,
}
