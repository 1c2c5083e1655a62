using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>Plays all channels into one stereo sum with its reverb, block after block.</summary>
internal sealed class Mixer(Room room, IReadOnlyList<Channel> channels)
{
    private readonly Reverb _reverb = new(room);
    private readonly StereoBlock _send = new();

    public void Render(int start, StereoBlock mix)
    {
        mix.Clear();
        _send.Clear();
        foreach (var channel in channels)
            channel.Render(start, mix, _send);
        _reverb.Process(_send, mix);
    }
}
