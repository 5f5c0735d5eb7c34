namespace MedTrain.Data.Imaging.Dicom;

/// <summary>A sound DICOM file that holds no picture: a report, a plan, a directory. A series folder may contain such files.</summary>
public sealed class NoDicomImageException : Exception
{
    /// <summary>Says what it is instead.</summary>
    public NoDicomImageException(string reason)
        : base(reason)
    {
    }
}
