"""Build the tables of scenarios/pohjois_karjala from its source/ folder."""

from open_data.build import main
from open_data.regions import POHJOIS_KARJALA

if __name__ == "__main__":
    main(POHJOIS_KARJALA)
