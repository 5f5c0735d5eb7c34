namespace MedTrain.Evaluation.Samples;

/// <summary>The cases of one label (or one class against the rest) whose truth is known.</summary>
public sealed class BinarySample : Sample
{
    /// <summary>Makes a sample; all lists have one entry a case.</summary>
    /// <param name="scores">Finite scores, higher = more likely positive.</param>
    /// <param name="positive">Truth.</param>
    /// <param name="called">Decision: called positive.</param>
    /// <param name="patients">Index of the patient; null = each case is a patient of its own.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no case, or a score is NaN or infinite.</exception>
    public BinarySample(double[] scores, bool[] positive, bool[] called, int[]? patients = null)
        : base(patients ?? [.. Enumerable.Range(0, scores.Length)])
    {
        if (scores.Length == 0)
        {
            throw new ArgumentException("There is no case. Give at least one score.", nameof(scores));
        }
        if (positive.Length != scores.Length || called.Length != scores.Length || Patients.Length != scores.Length)
        {
            throw new ArgumentException($"{scores.Length} scores, {positive.Length} truths, {called.Length} decisions, {Patients.Length} "
                + "patients: give one of each a case.", nameof(scores));
        }
        if (Array.FindIndex(scores, score => !double.IsFinite(score)) is >= 0 and var bad)
        {
            throw new ArgumentException($"Score {bad} is {scores[bad]}. Scores must be finite; leave out cases without a prediction.",
                nameof(scores));
        }
        (Scores, Positive, Called, Positives) = (scores, positive, called, positive.Count(truth => truth));
    }

    /// <summary>Scores, higher = more likely positive.</summary>
    public double[] Scores { get; }

    /// <summary>Truth.</summary>
    public bool[] Positive { get; }

    /// <summary>Decision: called positive.</summary>
    public bool[] Called { get; }

    /// <summary>Number of positive cases.</summary>
    public int Positives { get; }

    /// <summary>Number of negative cases.</summary>
    public int Negatives => Count - Positives;
}
