namespace MedTrain.Evaluation.Samples;

/// <summary>The cases of a multiclass task whose class is known.</summary>
public sealed class MulticlassSample : Sample
{
    /// <summary>Makes a sample; all lists have one entry a case.</summary>
    /// <param name="classes">Number of classes; their order matters to weighted kappa only.</param>
    /// <param name="truth">True class, 0 … classes - 1.</param>
    /// <param name="called">Called class, 0 … classes - 1.</param>
    /// <param name="scores">[class][case]; null = only the calls are known.</param>
    /// <param name="patients">Index of the patient; null = each case is a patient of its own.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no case, or a class is out of range.</exception>
    public MulticlassSample(int classes, int[] truth, int[] called, double[][]? scores = null, int[]? patients = null)
        : base(patients ?? [.. Enumerable.Range(0, truth.Length)])
    {
        scores ??= [];
        if (truth.Length == 0 || called.Length != truth.Length || Patients.Length != truth.Length
            || Array.Exists(scores, column => column.Length != truth.Length) || scores.Length is not 0 && scores.Length != classes)
        {
            throw new ArgumentException($"{truth.Length} truths, {called.Length} calls, {Patients.Length} patients: give one of each a "
                + "case (and a score a class), and at least one case.", nameof(truth));
        }
        if (truth.Concat(called).Any(one => one < 0 || one >= classes))
        {
            throw new ArgumentException($"A class is out of range: there are {classes} classes, numbered from 0.", nameof(truth));
        }
        (Classes, Truth, Called, Scores) = (classes, truth, called, scores);
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>True class of each case.</summary>
    public int[] Truth { get; }

    /// <summary>Called class of each case.</summary>
    public int[] Called { get; }

    /// <summary>[class][case]; empty when only the calls are known.</summary>
    public double[][] Scores { get; }
}
