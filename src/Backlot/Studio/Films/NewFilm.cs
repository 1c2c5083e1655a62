using Backlot.Library.Cuts;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Rendering.Cuts;

namespace Backlot.Studio.Films;

/// <summary>How the film of a project is to be put together. Its scenes follow in their order, each as long as its shot, or as the scene says if
/// that is less.</summary>
/// <param name="CrossfadeSeconds">How long each part and the one before are seen and heard together. Default 0: cuts.</param>
/// <param name="Aspect">The film's shape. Default: that of most of the shots' time.</param>
/// <param name="ShortSide">Pixels of the shorter side. Default: that of most of the shots' time, so that most of the film can be copied.</param>
/// <param name="Title">A card before the first scene. Default: none.</param>
/// <param name="End">A card behind the last scene. Default: none.</param>
/// <param name="Music">Music under the film. Default: none.</param>
/// <param name="Voices">Voices over the scenes. Default: none.</param>
public sealed record NewFilm(
    [Between(0, CutList.MostCrossfadeSeconds)] double CrossfadeSeconds = 0,
    [OneOf(NewCut.Wide, NewCut.Tall, NewCut.Square)] string? Aspect = null,
    [Between(64, 2160)] int? ShortSide = null,
    NewTitleCard? Title = null,
    NewTitleCard? End = null,
    NewCutMusic? Music = null,
    [Items(0, CutList.MostVoices)] IReadOnlyList<FilmVoice>? Voices = null) : IRequestBody<NewFilm>
{
    public static NewFilm Example => new(CrossfadeSeconds: 0.5, Title: new("The lighthouse", "A film in six scenes"), End: new("The end"));
}

/// <summary>A voice over the scenes.</summary>
/// <param name="Asset">A track of the caller's, or a film whose sound is taken.</param>
/// <param name="Scene">The scene from whose beginning the time counts. Default: from the film's beginning.</param>
/// <param name="AtSeconds">When it begins. Default 0.</param>
/// <param name="GainDb">How much louder than levelled it is. Default 0.</param>
/// <param name="DuckDb">By how much the scenes' own sound steps back while it is heard. Default 8.</param>
public sealed record FilmVoice(
    Guid Asset, Guid? Scene = null, [Between(0, CutList.MostSeconds)] double AtSeconds = 0,
    [Between(-60, 12)] double GainDb = 0, [Between(0, 40)] double DuckDb = 8);
