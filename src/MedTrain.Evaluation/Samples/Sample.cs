namespace MedTrain.Evaluation.Samples;

/// <summary>Cases with known truth and a prediction, each belonging to a patient.</summary>
public abstract class Sample
{
    private readonly Lazy<int> _patientCount;

    private protected Sample(int[] patients)
    {
        Patients = patients;
        _patientCount = new Lazy<int>(() => patients.Distinct().Count());
    }

    /// <summary>Number of patients of these cases.</summary>
    public int PatientCount => _patientCount.Value;

    /// <summary>Index of the patient of each case, 0 … number of patients - 1 of the whole table.</summary>
    public int[] Patients { get; }

    /// <summary>Number of cases.</summary>
    public int Count => Patients.Length;
}
