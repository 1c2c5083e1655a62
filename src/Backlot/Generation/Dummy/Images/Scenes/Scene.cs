using Backlot.Generation.Dummy.Images.Interiors;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Chooses the kind of scene; a prompt that names several places gets the one that says most about the
/// view.</summary>
internal static class Scene
{
    public static void Draw(Stage stage)
    {
        var brief = stage.Brief;
        if (brief.Shows(Places.Hall))
        {
            Hall.Draw(stage);
        }
        else if (brief.Shows(Places.Room | Places.Library))
        {
            WindowRoom.Draw(stage);
        }
        else
        {
            Outdoors(stage);
        }
    }

    /// <summary>Everything under the sky; also what a room's window shows.</summary>
    public static void Outdoors(Stage stage)
    {
        var brief = stage.Brief;
        if (brief.Shows(Places.Space))
        {
            DeepSpace.Draw(stage);
        }
        else if (brief.Shows(Places.Underwater))
        {
            Undersea.Draw(stage);
        }
        else if (brief.Shows(Places.City))
        {
            City.Draw(stage);
        }
        else if (brief.Shows(Places.Desert))
        {
            Desert.Draw(stage);
        }
        else if (brief.Shows(Places.Forest) && !HasLandmark(brief))
        {
            Forest.Draw(stage);
        }
        else
        {
            OpenLand.Draw(stage);
        }
    }

    private static bool HasLandmark(SceneBrief brief) =>
        brief.Shows(Subjects.Castle | Subjects.Pagoda | Subjects.Windmill | Subjects.Lighthouse | Subjects.Church)
        || brief.Shows(Places.Mountains | Places.Village | Places.Temple | Places.Ruins);
}
