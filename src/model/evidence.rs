//! Where a number comes from, and how far it may be trusted.

/// How well a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// a meta-analysis or a field experiment
    A,
    /// one peer-reviewed study, or the default of a respected open model
    B,
    /// a benchmark of an industry or a vendor: an order of magnitude
    C,
    /// nobody has measured it: an assumption
    X,
}

impl Grade {
    /// From the best to none.
    pub const ALL: [Grade; 4] = [Grade::A, Grade::B, Grade::C, Grade::X];

    /// Letter in files.
    pub fn name(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::X => "X",
        }
    }

    /// The grade of a letter.
    pub fn from_name(name: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.name() == name)
    }

    /// What the letter means, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Grade::A => "meta-analysis or field experiment",
            Grade::B => "one peer-reviewed study",
            Grade::C => "benchmark of an industry or a vendor",
            Grade::X => "an assumption: nobody has measured it",
        }
    }
}

/// What stands behind a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub grade: Grade,
    /// who says so, e.g. `WordStream 2018`; always there for grades A, B and C
    pub source: Option<String>,
}
