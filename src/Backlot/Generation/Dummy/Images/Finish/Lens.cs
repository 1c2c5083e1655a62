using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Finish;

/// <summary>What air and lens add to a finished scene: beams from the light, a bloom around everything
/// bright.</summary>
internal static class Lens
{
    public static void Apply(Stage stage)
    {
        stage.Layer(stage.Brief.Shows(Lamps.Candles | Lamps.Fire) ? LayerMotion.Lamps(0.2f) with { IsSoft = true } : LayerMotion.Still(0.15f) with { IsSoft = true });
        if (stage.Rays > 0)
        {
            var beams = SmallLight.Of(stage.Canvas, stage.Brief.IsNight ? 0.20f : 0.45f);
            beams.Streak(stage.Luminary, 0.85f, 0.955f);
            beams.AddTo(stage.Canvas, stage.Rays * 0.30f);
        }

        var bloom = SmallLight.Of(stage.Canvas, 0.55f);
        bloom.Blur(0.008f);
        bloom.AddTo(stage.Canvas, 0.28f);
        bloom.Blur(0.035f);
        bloom.AddTo(stage.Canvas, 0.22f);
    }
}
