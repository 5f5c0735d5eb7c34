namespace MedTrain.Data;

internal static class Placeholder;
