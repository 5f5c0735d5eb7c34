namespace MedTrain.Evaluation.Resampling;

/// <summary>How often each patient occurs in each of <see cref="Lanes"/> resamples that are computed side by side.</summary>
/// <remarks>A statistic of a resample is the statistic of the cases, each counted as often as its patient was drawn.</remarks>
public sealed class ResampleBlock
{
    /// <summary>Resamples in one block: one vector register of bytes.</summary>
    public const int Lanes = 32;

    /// <summary>Makes an empty block.</summary>
    /// <param name="patients">Number of patients.</param>
    public ResampleBlock(int patients) => Weights = new byte[patients * Lanes];

    /// <summary>[patient][lane], row-major: multiplicity of the patient in the resample.</summary>
    public byte[] Weights { get; }

    /// <summary>Number of patients.</summary>
    public int Patients => Weights.Length / Lanes;

    internal void Clear() => Weights.AsSpan().Clear();

    internal void Add(int patient, int lane)
    {
        ref var weight = ref Weights[patient * Lanes + lane];
        weight = weight < byte.MaxValue
            ? (byte)(weight + 1)
            : throw new OverflowException($"patient {patient} was drawn more than {byte.MaxValue} times in one resample, which random "
                + "draws cannot give. Check the given draws.");
    }
}
