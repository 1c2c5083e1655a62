namespace Backlot.Rendering.Scenes;

/// <summary>Where one shot ends and the next starts.</summary>
/// <param name="Seconds">The time of the first frame of the next shot; of a dissolve or fade, the middle.</param>
/// <param name="FromSeconds">The last frame that is of the old shot alone, as <paramref name="ToSeconds"/> the first of the new alone.</param>
/// <param name="Confidence">0.5 is what just passed, 1 beyond doubt.</param>
internal sealed record Boundary(double Seconds, double FromSeconds, double ToSeconds, Transition Kind, double Confidence);
