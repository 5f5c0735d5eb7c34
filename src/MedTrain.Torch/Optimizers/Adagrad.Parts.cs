using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class Adagrad
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>How fast the rate falls.</summary>
        public double? lr_decay;

        /// <summary>The decay of the weights.</summary>
        public double? weight_decay;

        /// <summary>Where the sum of squares begins.</summary>
        public double? initial_accumulator_value;

        /// <summary>Added to the denominator.</summary>
        public double? eps;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(eps >= 0, $"eps must not be negative, was {eps}.");
            Require(lr_decay >= 0, $"lr_decay must not be negative, was {lr_decay}.");
            Require(weight_decay >= 0, $"weight_decay must not be negative, was {weight_decay}.");
            Require(initial_accumulator_value >= 0, $"initial_accumulator_value must not be negative, was {initial_accumulator_value}.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            visitor.Visit(ref lr_decay);
            visitor.Visit(ref initial_accumulator_value);
            visitor.Visit(ref eps);
            visitor.Visit(ref weight_decay);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>
    {
        /// <summary>An empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    lr_decay = lr_decay,
                    weight_decay = weight_decay,
                    initial_accumulator_value = initial_accumulator_value,
                    eps = eps,
                })
        {
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        /// <summary>How many steps have been made.</summary>
        public long step;

        /// <summary>The sum of the gradient's squares.</summary>
        public Tensor? sum;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref sum, Zeros().fill_(((Options)options).initial_accumulator_value!.Value));
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.Visit(ref step);
            visitor.Visit(ref sum);
        }
    }
}
