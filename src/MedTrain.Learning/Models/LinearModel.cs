using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Baselines;

namespace MedTrain.Learning.Models;

/// <summary>
/// Linear baselines over all voxels: one layer, which is not trained step by step but fitted to the training part at once, with a C that an
/// inner cross-validation chooses. The support vector machine equals libsvm's, the regressions scikit-learn's (LogisticRegression, Ridge).
/// </summary>
public static class LinearModel
{
    private static readonly IReadOnlyList<PredictionTask> Classes = [PredictionTask.Binary, PredictionTask.Multilabel, PredictionTask.Multiclass];

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("linear-svm", LinearSvm.Fit, Classes, "https://www.csie.ntu.edu.tw/~cjlin/papers/libsvm.pdf"),
        Row("logistic-regression", LinearRegression.FitClass, Classes, "https://scikit-learn.org/stable/modules/linear_model.html"),
        Row("linear-regression", LinearRegression.FitQuantity, [PredictionTask.Regression], "https://scikit-learn.org/stable/modules/linear_model.html"),
    ];

    private static ModelRow Row(string name, LinearFit fit, IReadOnlyList<PredictionTask> tasks, string source) => new()
    {
        Name = name,
        Family = "Linear model",
        Source = new Uri(source),
        Inputs = [[1, 64, 64], [1, 32, 32, 32]],
        ReferenceOutputs = 1,
        Create = Perceptron.WithoutHiddenLayers,
        Fit = fit,
        FitTasks = tasks,
    };
}
