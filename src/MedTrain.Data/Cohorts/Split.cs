using System.Security.Cryptography;
using System.Text;

namespace MedTrain.Data.Cohorts;

/// <summary>Which cases train, validate and test in each fold. Every case has exactly one part per fold.</summary>
public sealed class Split
{
    /// <summary>Makes a split of given parts.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="partsOfFolds">Per fold the part of each case, in the order of <see cref="Cohort.Cases"/>.</param>
    /// <param name="allowLeakage">Accept a patient in two parts of one fold; the audit tells of it.</param>
    /// <exception cref="LeakageException">A patient is in two parts of one fold.</exception>
    public Split(Cohort cohort, IReadOnlyList<IReadOnlyList<SplitPart>> partsOfFolds, bool allowLeakage = false)
    {
        Folds = [.. partsOfFolds.Select((parts, number) => new SplitFold(number, parts))];
        Hash = HashOf(cohort, Folds);
        if (!allowLeakage && LeakageAudit.FindSharedPatients(cohort, this) is { Count: > 0 } leaks)
        {
            throw new LeakageException(leaks);
        }
    }

    /// <summary>The folds; one for a hold-out split.</summary>
    public IReadOnlyList<SplitFold> Folds { get; }

    /// <summary>SHA-256 over (case id, fold, part) in the order of case ids: equal splits have equal hashes.</summary>
    public string Hash { get; }

    /// <summary>Draws the split of a cohort; depends on the seed and the patient ids, not on the order of the cases.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="config">Folds and fractions.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="allowLeakage">Accept given parts that share a patient, and use them as they are.</param>
    /// <returns>The split and what a careful person would look at. With <see cref="SplitUnit.Case"/> its parts may share patients.</returns>
    /// <exception cref="CohortException">There are too few patients, folds contradict given parts, or a file or column is missing.</exception>
    /// <exception cref="LeakageException">The manifest's split column puts a patient into two parts.</exception>
    public static (Split Split, IReadOnlyList<string> Warnings) Draw(Cohort cohort, SplitConfig config, long seed, bool allowLeakage = false) =>
        config.File is { } file
            ? (SplitFile.Read(file, cohort, allowLeakage), [])
            : new SplitDrawing(cohort, config, seed, allowLeakage).Draw();

    private static string HashOf(Cohort cohort, IReadOnlyList<SplitFold> folds)
    {
        var text = new StringBuilder();
        foreach (var index in Enumerable.Range(0, cohort.Cases.Count).OrderBy(index => cohort.Cases[index].CaseId, StringComparer.Ordinal))
        {
            foreach (var fold in folds)
            {
                text.Append(cohort.Cases[index].CaseId).Append('\t').Append(fold.Number).Append('\t').Append(fold.PartOf(index)).Append('\n');
            }
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>One fold of a split.</summary>
public sealed class SplitFold
{
    private readonly IReadOnlyList<SplitPart> parts;

    internal SplitFold(int number, IReadOnlyList<SplitPart> parts)
    {
        this.parts = parts;
        Number = number;
        Train = IndicesOf(SplitPart.Train);
        Validation = IndicesOf(SplitPart.Validation);
        Test = IndicesOf(SplitPart.Test);
    }

    /// <summary>Number of the fold, from 0.</summary>
    public int Number { get; }

    /// <summary>Indices into <see cref="Cohort.Cases"/> of the training cases, ascending.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Indices of the validation cases, ascending; may be empty.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Indices of the test cases, ascending; may be empty.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>The part of one case.</summary>
    /// <param name="caseIndex">Index into <see cref="Cohort.Cases"/>.</param>
    /// <returns>The part.</returns>
    public SplitPart PartOf(int caseIndex) => parts[caseIndex];

    /// <summary>The cases of one part.</summary>
    /// <param name="part">The part.</param>
    /// <returns>Indices into <see cref="Cohort.Cases"/>, ascending.</returns>
    public IReadOnlyList<int> IndicesOf(SplitPart part) => [.. Enumerable.Range(0, parts.Count).Where(index => parts[index] == part)];
}
