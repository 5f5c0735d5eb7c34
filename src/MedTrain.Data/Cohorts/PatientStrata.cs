namespace MedTrain.Data.Cohorts;

/// <summary>The label strata that each patient belongs to, and the drawing of patients into parts with like shares of every stratum.</summary>
/// <remarks>
/// Iterative stratification of Sechidis, Tsoumakas and Vlahavas (ECML PKDD 2011) on patients: the rarest stratum is dealt first, each
/// of its patients to the part that lacks it most. Other than there, the parts' sizes are exact.
/// </remarks>
internal sealed class PatientStrata
{
    private const int RegressionBins = 5;
    private const int ColumnBins = 3;

    private readonly Dictionary<string, List<int>> strataOfPatient = new(StringComparer.Ordinal);
    private int strataCount;

    /// <summary>Finds the strata: per label having it and lacking it; per class having it; for regression five bins of equal size.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="columns">Further columns to be alike in every part: numbers by thirds, categories by value, each within the classes of a label.</param>
    public PatientStrata(Cohort cohort, IReadOnlyList<string>? columns = null)
    {
        foreach (var patient in cohort.PatientIds)
        {
            strataOfPatient[patient] = [];
        }
        for (var label = 0; label < cohort.LabelNames.Count; label++)
        {
            if (cohort.Task == LabelTask.Regression)
            {
                AddBins(cohort, label);
            }
            else
            {
                AddClasses(cohort, label, withNegatives: cohort.Task != LabelTask.Multiclass);
            }
        }
        foreach (var column in columns ?? [])
        {
            AddColumn(cohort, column);
        }
    }

    /// <summary>Deals patients into parts.</summary>
    /// <param name="patients">The patients.</param>
    /// <param name="sizes">Number of patients per part; their sum is the number of patients.</param>
    /// <param name="seed">The seed of the order in which equals are dealt.</param>
    /// <param name="purpose">Draws for different purposes are independent.</param>
    /// <param name="stratify">False: deal at random.</param>
    /// <returns>Part of each patient.</returns>
    public Dictionary<string, int> Deal(IEnumerable<string> patients, int[] sizes, long seed, long purpose, bool stratify)
    {
        var waiting = patients
            .OrderBy(patient => new CounterRandom(seed, RandomStream.Split, purpose, StableHash.Of(patient)).NextBits())
            .ThenBy(patient => patient, StringComparer.Ordinal)
            .ToList();
        var room = (int[])sizes.Clone();
        var partOf = new Dictionary<string, int>(StringComparer.Ordinal);
        if (stratify)
        {
            DealStrata(waiting, sizes, room, partOf);
        }
        foreach (var patient in waiting.Where(patient => !partOf.ContainsKey(patient)))
        {
            var part = Array.FindIndex(room, free => free > 0);
            room[part]--;
            partOf[patient] = part;
        }
        return partOf;
    }

    private void DealStrata(List<string> waiting, int[] sizes, int[] room, Dictionary<string, int> partOf)
    {
        var members = new int[strataCount];
        foreach (var stratum in waiting.SelectMany(patient => strataOfPatient[patient]))
        {
            members[stratum]++;
        }
        var wanted = members.Select(count => sizes.Select(size => count * (double)size / waiting.Count).ToArray()).ToArray();
        while (members.Any(count => count > 0))
        {
            var rarest = Array.IndexOf(members, members.Where(count => count > 0).Min());
            foreach (var patient in waiting.Where(patient => !partOf.ContainsKey(patient) && strataOfPatient[patient].Contains(rarest)))
            {
                var part = Enumerable.Range(0, room.Length)
                    .Where(candidate => room[candidate] > 0)
                    .OrderByDescending(candidate => wanted[rarest][candidate])
                    .ThenByDescending(candidate => room[candidate])
                    .First();
                partOf[patient] = part;
                room[part]--;
                foreach (var stratum in strataOfPatient[patient])
                {
                    wanted[stratum][part]--;
                    members[stratum]--;
                }
            }
        }
    }

    private void AddClasses(Cohort cohort, int label, bool withNegatives)
    {
        foreach (var patient in cohort.Cases.GroupBy(one => one.PatientId, StringComparer.Ordinal))
        {
            var known = patient.Select(one => one.Labels[label]).Where(value => !float.IsNaN(value)).ToList();
            if (known.Contains(1))
            {
                strataOfPatient[patient.Key].Add(strataCount);
            }
            else if (known.Count > 0 && withNegatives)
            {
                strataOfPatient[patient.Key].Add(strataCount + 1);
            }
        }
        strataCount += 2;
    }

    /// <summary>Strata of a column's values, apart for the classes where a patient has one class.</summary>
    private void AddColumn(Cohort cohort, string column)
    {
        var isNumeric = SplitBalance.IsNumeric(cohort, column);
        var known = cohort.Cases
            .Where(one => !LabelEncoder.IsUnknown(one.Columns.GetValueOrDefault(column, "")))
            .DistinctBy(one => one.PatientId)
            .OrderBy(one => isNumeric && SplitBalance.TryNumber(one.Columns[column], out var number) ? number : 0)
            .ThenBy(one => one.PatientId, StringComparer.Ordinal)
            .ToList();
        var stratumOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var rank = 0; rank < known.Count; rank++)
        {
            var value = isNumeric ? $"{rank * ColumnBins / known.Count}" : known[rank].Columns[column];
            var label = cohort.Task is LabelTask.Binary or LabelTask.Multiclass ? Array.IndexOf(known[rank].Labels, 1) : 0;
            var stratum = $"{label}\t{value}";
            stratumOf.TryAdd(stratum, strataCount + stratumOf.Count);
            strataOfPatient[known[rank].PatientId].Add(stratumOf[stratum]);
        }
        strataCount += stratumOf.Count;
    }

    private void AddBins(Cohort cohort, int label)
    {
        var ranked = cohort.Cases
            .Where(one => !float.IsNaN(one.Labels[label]))
            .GroupBy(one => one.PatientId, StringComparer.Ordinal)
            .Select(patient => (patient.Key, Mean: patient.Average(one => one.Labels[label])))
            .OrderBy(patient => patient.Mean)
            .ThenBy(patient => patient.Key, StringComparer.Ordinal)
            .ToList();
        for (var rank = 0; rank < ranked.Count; rank++)
        {
            strataOfPatient[ranked[rank].Key].Add(strataCount + (rank * RegressionBins / ranked.Count));
        }
        strataCount += RegressionBins;
    }
}
