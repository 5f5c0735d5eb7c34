using System.Buffers;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// Turns frames of stored values into the values of a volume. One reader serves all frames of a file or series; it remembers the
/// steps taken and the statistics.
/// </summary>
internal sealed class DicomFrameReader(ReadOptions options)
{
    /// <summary>Pixels converted at a time, so that the numbers in between stay in the processor's cache.</summary>
    private const int PixelsAtATime = 4096;

    private readonly StepList steps = new();
    private readonly StatisticsCollector? stored = options.WithStatistics ? new() : null;
    private readonly StatisticsCollector? rescaled = options.WithStatistics ? new() : null;

    /// <summary>The steps taken so far, without repetition.</summary>
    public IReadOnlyList<string> Steps => steps.Distinct;

    /// <summary>Statistics of the stored samples; null unless asked for.</summary>
    public ValueStatistics? StoredStatistics => stored?.Result;

    /// <summary>Statistics after rescale; null unless asked for.</summary>
    public ValueStatistics? RescaledStatistics => rescaled?.Result;

    /// <summary>Reads one frame.</summary>
    /// <param name="file">The opened file.</param>
    /// <param name="frame">0 = first.</param>
    /// <param name="target">One float per pixel, row by row.</param>
    /// <exception cref="UnreadableImageException">Damaged, truncated, or of a kind that is not read.</exception>
    public void Read(DicomFile file, int frame, Span<float> target)
    {
        int frameBytes = (int)file.Tags.FrameBytes;
        byte[] rented = ArrayPool<byte>.Shared.Rent(frameBytes);
        try
        {
            Span<byte> bytes = rented.AsSpan(0, frameBytes);
            string photometric = file.Decode(frame, bytes);
            Convert(bytes, new FrameConversion(file.Tags.OfFrame(frame), photometric, options, bytes), target);
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableImageException(file.Path, e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Convert(ReadOnlySpan<byte> bytes, FrameConversion conversion, Span<float> target)
    {
        foreach (string step in conversion.Steps)
        {
            steps.Add(step);
        }
        if (stored is null && conversion.TryConvertDirectly(bytes, target))
        {
            return;
        }
        int pixelBytes = bytes.Length / target.Length;
        Span<double> samples = new double[PixelsAtATime * conversion.Samples];
        for (int start = 0; start < target.Length; start += PixelsAtATime)
        {
            int count = Math.Min(PixelsAtATime, target.Length - start);
            Span<double> part = samples[..(count * conversion.Samples)];
            conversion.Load(bytes.Slice(start * pixelBytes, count * pixelBytes), part);
            stored?.Add(part);
            Span<double> grey = conversion.ToGrey(part);
            conversion.Rescale(grey);
            rescaled?.Add(grey);
            conversion.WindowAndInvert(grey);
            for (int i = 0; i < count; i++)
            {
                target[start + i] = (float)grey[i];
            }
        }
    }
}
