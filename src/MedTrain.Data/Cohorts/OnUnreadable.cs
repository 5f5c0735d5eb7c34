namespace MedTrain.Data.Cohorts;

/// <summary>What happens when an image cannot be read.</summary>
public enum OnUnreadable
{
    /// <summary>All unreadable images are reported together and nothing runs.</summary>
    Fail,

    /// <summary>Unreadable images are left out, counted and listed.</summary>
    Skip,
}
