using Backlot.Generation.Dummy.Music.Composition;
using Backlot.Generation.Dummy.Music.Instruments;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>How a part sits in the mix.</summary>
/// <param name="Pan">−1 left to 1 right.</param>
/// <param name="Send">Share that goes to the reverb.</param>
/// <param name="WarmthHz">Low-pass, or null for none.</param>
/// <param name="Chorus">Widens a mono instrument.</param>
internal sealed record Seat(double GainDb, double Pan, float Send, double? WarmthHz, bool Chorus);

/// <summary>One part's strip of the mixer: starts its notes on time and mixes its sounding voices.</summary>
internal sealed class Channel
{
    private readonly IReadOnlyList<ScoreNote> _notes;
    private readonly Instrument _instrument;
    private readonly MusicRandom _random;
    private readonly List<Voice> _voices = [];
    private readonly StereoBlock _own = new();
    private readonly OnePole[] _warmth;
    private readonly Chorus? _chorus;
    private readonly float _left, _right, _send;
    private int _next;

    /// <param name="from">Frame to start at; notes that sound already then are started anew.</param>
    public Channel(Part part, Instrument instrument, Seat seat, MusicRandom random, int from)
    {
        (_notes, _instrument, _random) = (part.Notes, instrument, random);
        _warmth = seat.WarmthHz is { } hertz ? [new(hertz), new(hertz)] : [];
        _chorus = seat.Chorus && !instrument.IsStereo ? new Chorus(0.55, 2.2, 0.45f) : null;
        var gain = Audio.Gain(seat.GainDb + instrument.TrimDb);
        // Equal power for a mono part, balance for a stereo one.
        var angle = (seat.Pan + 1) * Math.PI / 4;
        _left = gain * (float)(instrument.IsStereo ? Math.Min(1, 1 - seat.Pan) : Math.Cos(angle) * Math.Sqrt(2));
        _right = gain * (float)(instrument.IsStereo ? Math.Min(1, 1 + seat.Pan) : Math.Sin(angle) * Math.Sqrt(2));
        _send = seat.Send;
        for (; _next < _notes.Count && _notes[_next].StartFrame < from; _next++)
            if (_notes[_next].StartFrame + _notes[_next].Frames > from)
                _voices.Add(instrument.Play(_notes[_next], random));
    }

    /// <summary>Adds the block that starts at <paramref name="start"/> to the dry mix and to the reverb.</summary>
    public void Render(int start, StereoBlock dry, StereoBlock send)
    {
        var isFirstNote = _next < _notes.Count && _notes[_next].StartFrame < start + Audio.BlockFrames;
        if (_voices.Count == 0 && !isFirstNote && _chorus is null)
            return;
        _own.Clear();
        for (var i = _voices.Count - 1; i >= 0; i--)
            if (!_voices[i].Render(_own.Left, _own.Right))
                _voices.RemoveAt(i);
        StartNotes(start);
        Shape();
        var left = _chorus is null && !_instrument.IsStereo ? _own.Left : _own.Right;
        Lanes.Add(_own.Left, _left, dry.Left);
        Lanes.Add(left, _right, dry.Right);
        Lanes.Add(_own.Left, _left * _send, send.Left);
        Lanes.Add(left, _right * _send, send.Right);
    }

    private void StartNotes(int start)
    {
        for (; _next < _notes.Count && _notes[_next].StartFrame < start + Audio.BlockFrames; _next++)
        {
            var offset = Math.Max(0, _notes[_next].StartFrame - start);
            var voice = _instrument.Play(_notes[_next], _random);
            if (voice.Render(_own.Left.AsSpan(offset), _own.Right.AsSpan(offset)))
                _voices.Add(voice);
        }
    }

    private void Shape()
    {
        if (_warmth.Length > 0)
            _warmth[0].LowPass(_own.Left);
        if (_warmth.Length > 0 && _instrument.IsStereo)
            _warmth[1].LowPass(_own.Right);
        _chorus?.Process(_own.Left, _own.Right);
    }
}
