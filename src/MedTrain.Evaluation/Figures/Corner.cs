namespace MedTrain.Evaluation.Figures;

/// <summary>A corner of a plot.</summary>
internal enum Corner
{
    /// <summary>Where the axes of high x and low y meet.</summary>
    LowerRight,

    /// <summary>High x, high y.</summary>
    UpperRight,

    /// <summary>Low x, high y.</summary>
    UpperLeft,
}
