namespace MedTrain.Learning.Batching;

/// <summary>What an augmentation measures its strength by: the values of the sample itself.</summary>
internal readonly record struct SampleValues(double Mean, double Deviation, float Least, float Greatest)
{
    /// <summary>Of all channels together.</summary>
    public static SampleValues Of(ReadOnlySpan<float> sample)
    {
        double sum = 0, squares = 0;
        float least = float.PositiveInfinity, greatest = float.NegativeInfinity;
        foreach (var value in sample)
        {
            sum += value;
            squares += (double)value * value;
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        var mean = sum / sample.Length;
        return new SampleValues(mean, Math.Sqrt(Math.Max(0, (squares / sample.Length) - (mean * mean))), least, greatest);
    }
}
