namespace MedTrain.Evaluation.Metrics;

/// <summary>The cases of a multiclass task whose class is known.</summary>
public sealed class MulticlassSample : Sample
{
    /// <summary>Makes a sample; all lists have one entry a case.</summary>
    /// <param name="classes">Number of classes; their order matters to weighted kappa only.</param>
    /// <param name="truth">True class, 0 … classes - 1.</param>
    /// <param name="called">Called class, 0 … classes - 1.</param>
    /// <param name="patients">Index of the patient; null = each case is a patient of its own.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no case, or a class is out of range.</exception>
    public MulticlassSample(int classes, int[] truth, int[] called, int[]? patients = null)
        : base(patients ?? [.. Enumerable.Range(0, truth.Length)])
    {
        if (truth.Length == 0 || called.Length != truth.Length || Patients.Length != truth.Length)
        {
            throw new ArgumentException($"{truth.Length} truths, {called.Length} decisions, {Patients.Length} patients: give one of each a case, and at least one case.", nameof(truth));
        }
        if (truth.Concat(called).Any(one => one < 0 || one >= classes))
        {
            throw new ArgumentException($"A class is out of range: there are {classes} classes, numbered from 0.", nameof(truth));
        }
        (Classes, Truth, Called) = (classes, truth, called);
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>True class of each case.</summary>
    public int[] Truth { get; }

    /// <summary>Called class of each case.</summary>
    public int[] Called { get; }
}
