namespace Backlot.Rendering.Pictures;

/// <summary>One picture as an H.264 key frame, with what is needed to say "the same again" for as long as one
/// likes.</summary>
/// <remarks>
/// The frames after the key frame are not encoded: each is a P slice of some 15 bytes that skips every macroblock,
/// which H.264 (8.4.1.1) defines as an exact copy. So a still costs one intra frame to encode however long it stands,
/// does not shimmer, and does not pulse when the key frame comes again.
/// </remarks>
internal sealed class StillFrame
{
    private const int KeySlice = 5;
    private const int SequenceParameters = 7;
    private const int PictureParameters = 8;
    private const byte CopyHeader = 0x41; // a reference picture (2 << 5) that is no key frame (1)
    private const int CopySliceType = 5; // P, in all slices of the picture

    private readonly int frameNumberBits;
    private readonly int macroblocks;

    /// <param name="stream">A byte stream of parameter sets and one key frame, as x264 writes it with our
    /// settings.</param>
    /// <exception cref="InvalidDataException">It is coded in a way the copies can't refer to.</exception>
    public StillFrame(byte[] stream)
    {
        var units = Split(stream);
        var sequence = units.Single(unit => TypeOf(unit) == SequenceParameters);
        var picture = units.Single(unit => TypeOf(unit) == PictureParameters);
        (frameNumberBits, macroblocks) = ReadSequence(sequence);
        CheckPicture(picture);
        Parameters = Join([sequence, picture]);
        Key = Join(units.Where(unit => TypeOf(unit) == KeySlice));
    }

    /// <summary>The parameter sets; one film can have only one such pair, so all its stills must agree in
    /// them.</summary>
    public byte[] Parameters { get; }

    public byte[] Key { get; }

    /// <summary>The n-th frame after a key frame, n from 1: an exact copy of it.</summary>
    /// <remarks>Fields in the order of slice_header() (7.3.3), then one run of skipped macroblocks (7.3.4).</remarks>
    public byte[] Copy(int n)
    {
        var slice = new BitWriter();
        slice.Unsigned(0); // first macroblock
        slice.Unsigned(CopySliceType);
        slice.Unsigned(0); // picture parameter set
        slice.Bits(n & ((1 << frameNumberBits) - 1), frameNumberBits);
        slice.Bits(1, 1); // own number of references:
        slice.Unsigned(0); // one
        slice.Bits(0, 1); // in the usual order
        slice.Bits(0, 1); // older references go as usual
        slice.Unsigned(0); // quantizer as in the parameter set
        slice.Unsigned(1); // no deblocking: a copy stays as it is
        slice.Unsigned(macroblocks);
        return slice.ToUnit(CopyHeader);
    }

    private static (int FrameNumberBits, int Macroblocks) ReadSequence(byte[] unit)
    {
        var fields = new BitReader(unit);
        var profile = fields.Bits(8);
        fields.Bits(16); // constraints, level
        fields.Unsigned();
        if (profile >= 100)
        {
            Require(fields.Unsigned() == 1, "4:2:0");
            Require(fields.Unsigned() == 0 && fields.Unsigned() == 0, "8 bits");
            fields.Bit();
            Require(fields.Bit() == 0, "flat scaling");
        }
        var frameNumberBits = 4 + fields.Unsigned();
        Require(fields.Unsigned() == 2, "output in decoding order");
        fields.Unsigned();
        fields.Bit();
        var width = 1 + fields.Unsigned();
        var height = 1 + fields.Unsigned();
        Require(fields.Bit() == 1, "whole frames");
        return (frameNumberBits, width * height);
    }

    private static void CheckPicture(byte[] unit)
    {
        var fields = new BitReader(unit);
        Require(fields.Unsigned() == 0 && fields.Unsigned() == 0, "one set of parameters");
        Require(fields.Bit() == 0, "CAVLC");
        fields.Bit();
        Require(fields.Unsigned() == 0, "one slice group");
        fields.Unsigned();
        fields.Unsigned();
        Require(fields.Bit() == 0, "no weighted prediction");
        fields.Bits(2);
        fields.Signed();
        fields.Signed();
        fields.Signed();
        Require(fields.Bit() == 1, "deblocking control");
        fields.Bit();
        Require(fields.Bit() == 0, "no redundant pictures");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidDataException($"The picture encoder did not keep to the agreed form: {what}.");
    }

    private static int TypeOf(byte[] unit) => unit[0] & 31;

    private static byte[] Join(IEnumerable<byte[]> units) =>
        [.. units.SelectMany(unit => (byte[])[0, 0, 0, 1, .. unit])];

    private static List<byte[]> Split(ReadOnlySpan<byte> stream)
    {
        ReadOnlySpan<byte> startCode = [0, 0, 1];
        List<byte[]> units = [];
        var start = stream.IndexOf(startCode);
        while (start >= 0)
        {
            stream = stream[(start + startCode.Length)..];
            start = stream.IndexOf(startCode);
            // A zero before the next start code belongs to that code; a unit itself never ends in one.
            var unit = (start < 0 ? stream : stream[..start]).TrimEnd((byte)0);
            if (!unit.IsEmpty)
                units.Add(unit.ToArray());
        }
        return units;
    }
}
