namespace MedTrain.Learning.Batching;

/// <summary>Writes the preprocessed image of one case, row-major, to <paramref name="destination"/>. Called from several threads.</summary>
/// <param name="index">The case's index in the cohort.</param>
/// <param name="destination">As many floats as one sample has.</param>
public delegate void SampleReader(int index, Span<float> destination);

/// <summary>Preprocessed images of equal shape, by case index.</summary>
/// <param name="Shape">Shape of one sample: <c>[C, H, W]</c> or <c>[C, D, H, W]</c>.</param>
/// <param name="Read">Reads one sample.</param>
public sealed record SampleSource(IReadOnlyList<long> Shape, SampleReader Read)
{
    /// <summary>Floats in one sample.</summary>
    public int Length { get; } = checked((int)Shape.Aggregate(1L, (product, size) => product * size));
}

/// <summary>One case as the network meets it.</summary>
/// <param name="Index">Its index in the sample source.</param>
/// <param name="CaseId">Its id, for messages.</param>
/// <param name="Labels">Its labels, NaN where unknown.</param>
/// <param name="PatientId">Its patient, for samplers that balance patients; null counts every case as a patient of its own.</param>
/// <param name="Context">Encoded columns for a network that reads them; null for images only.</param>
public sealed record LabelledCase(int Index, string CaseId, float[] Labels, string? PatientId = null, float[]? Context = null);
